#include "wire/admin/admin_api.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <variant>

#include "tests/unit/wire/fake_database.h"
#include "wire/operations/registry.h"

namespace basalt::wire {
namespace admin_test {

using std::chrono::seconds;

class AdminClock : public testing::Test {
 protected:
  AdminClock() {
    clock_.Freeze();
    clock_.Set(TimePoint(seconds(1'000)));
  }

  static ApiRequest Post(std::string_view body) {
    return {.method = "POST",
            .target = "/_basalt/clock",
            .content_type = "application/json",
            .body = body};
  }

  ApiReply Change(std::string_view body) { return AdminApi(clock_).Answer(Post(body)); }

  VirtualClock clock_;
};

TEST_F(AdminClock, IsReadAndChanged) {
  const ApiReply read = AdminApi(clock_).Answer({.method = "GET", .target = "/_basalt/clock"});
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.content_type, "application/json");
  EXPECT_EQ(read.body, R"({"Frozen":true,"Now":1000.000})");

  EXPECT_EQ(Change(R"({"Action":"ADVANCE","Seconds":500})").body,
            R"({"Frozen":true,"Now":1500.000})");
  EXPECT_EQ(Change(R"({"Action":"SET","Time":7})").body, R"({"Frozen":true,"Now":7.000})");
  EXPECT_EQ(Change(R"({"Action":"RUN"})").status, 200);
  EXPECT_FALSE(clock_.frozen());
  EXPECT_EQ(Change(R"({"Action":"FREEZE"})").status, 200);
  EXPECT_TRUE(clock_.frozen());
}

TEST_F(AdminClock, RefusesWhatItCannotDo) {
  for (const char* body :
       {"", "x", "{}", "[]", R"({"Action":"STOP"})", R"({"Action":"ADVANCE"})",
        R"({"Action":"ADVANCE","Seconds":-1})", R"({"Action":"ADVANCE","Seconds":253402300799})",
        R"({"Action":"ADVANCE","Seconds":9223372036854775807})", R"({"Action":"SET"})",
        R"({"Action":"SET","Time":253402300800})"}) {
    EXPECT_EQ(Change(body).status, 400) << body;
  }
  EXPECT_EQ(clock_.Now(), TimePoint(seconds(1'000)));
}

TEST_F(AdminClock, IsNotForWebPagesOfOtherOrigins) {
  ApiRequest request = Post(R"({"Action":"RUN"})");
  request.content_type = "text/plain";
  EXPECT_EQ(AdminApi(clock_).Answer(request).status, 415);
  EXPECT_TRUE(clock_.frozen());
}

TEST_F(AdminClock, OtherPathsAndMethodsLeadNowhere) {
  EXPECT_EQ(AdminApi(clock_).Answer({.method = "GET", .target = "/_basalt/"}).status, 404);
  EXPECT_EQ(AdminApi(clock_).Answer({.method = "PUT", .target = "/_basalt/clock"}).status, 405);
}

TEST_F(AdminClock, IsThereOnlyIfAskedFor) {
  FakeDatabase database;
  const ApiRequest request{.method = "GET", .target = "/_basalt/clock"};
  const auto status_of = [&](const Dispatcher& dispatcher) {
    return std::get<ApiReply>(dispatcher.Route(request)).status;
  };
  EXPECT_EQ(status_of(Dispatcher(database, {})), 404);
  const AdminApi admin(clock_);
  EXPECT_EQ(status_of(Dispatcher(database, {.admin = &admin})), 200);
}

}  // namespace admin_test
}  // namespace basalt::wire
