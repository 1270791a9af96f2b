#include "wire/auth/browser_guard.h"

#include <gtest/gtest.h>

namespace basalt::wire {
namespace {

namespace browser_guard_test {

TEST(BrowserGuard, KnowsNamesThatNobodyCanRegister) {
  const BrowserGuard guard({});
  for (const char* host :
       {"", "localhost", "LOCALHOST:8000", "localhost.", "127.0.0.1", "127.0.0.1:8000", "192.0.2.1",
        "[::1]", "[::1]:8000", "basalt", "basalt:8000", "a.localhost:1", "host.docker.internal",
        "dynamodb.test:8000", "a_b.test."}) {
    EXPECT_TRUE(guard.AllowsHost(host)) << host;
  }
  for (const char* host : {"example.org",
                           "example.org:8000",
                           "127.0.0.1.example.org",
                           "localhost.example.org",
                           "evil-localhost.org",
                           "a.b.",
                           "rebind.local",
                           "internal.example",
                           "1.2.3.4.nip.io:80",
                           "evil.com..",
                           "localhost..",
                           ".localhost",
                           "a..localhost",
                           ".",
                           "[evil.com]",
                           "[::1",
                           "[::1]evil.com",
                           "[::1]:80@evil.com",
                           "localhost:80@evil.com",
                           "localhost@evil.com",
                           "localhost:80:80",
                           "local host",
                           "localhost/",
                           "evil.com/localhost",
                           "[]"}) {
    EXPECT_FALSE(guard.AllowsHost(host)) << host;
  }
}

TEST(BrowserGuard, KnowsNamesThatItIsTold) {
  const BrowserGuard guard(
      {.cors_origins = {}, .allowed_hosts = {"db.example.org", ".svc.cluster.local"}});
  EXPECT_TRUE(guard.AllowsHost("DB.example.org:8000"));
  EXPECT_TRUE(guard.AllowsHost("basalt.ci.svc.cluster.local"));
  EXPECT_FALSE(guard.AllowsHost("a.db.example.org"));
  EXPECT_FALSE(guard.AllowsHost("example.org"));
  EXPECT_FALSE(guard.AllowsHost("evilsvc.cluster.local"));
  EXPECT_TRUE(BrowserGuard({.cors_origins = {}, .allowed_hosts = {"*"}}).AllowsHost("any.thing"));
  EXPECT_TRUE(BrowserGuard({.cors_origins = {}, .allowed_hosts = {}, .checks_host = false})
                  .AllowsHost("any.thing"));
}

TEST(BrowserGuard, ComparesOriginsExactly) {
  const BrowserGuard guard({.cors_origins = {"http://a:1", "https://b"}, .allowed_hosts = {}});
  EXPECT_EQ(guard.AllowedOrigin("http://a:1"), "http://a:1");
  EXPECT_EQ(guard.AllowedOrigin("https://b"), "https://b");
  for (const char* origin : {"", "null", "http://a", "http://b", "https://b.c", "https://B", "*"}) {
    EXPECT_EQ(guard.AllowedOrigin(origin), "") << origin;
  }
}

TEST(BrowserGuard, KnowsOrigins) {
  for (const char* text : {"*", "http://a", "https://a.b:1", "chrome-extension://abc"}) {
    EXPECT_TRUE(IsOrigin(text)) << text;
  }
  for (const char* text :
       {"", "null", "a", "http://", "://a", "http://a/", "http://*.a", "http://a b"}) {
    EXPECT_FALSE(IsOrigin(text)) << text;
  }
}

}  // namespace browser_guard_test
}  // namespace
}  // namespace basalt::wire
