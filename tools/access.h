// Who may use a server: the options of `basalt serve` that say so, and what they mean together.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "basalt/result.h"
#include "wire/auth/browser_guard.h"
#include "wire/auth/credentials.h"

namespace basalt::tools {

struct AccessOptions {
  std::string auth;              // none, signature, or empty: signature if there are keys.
  std::string credentials_file;  // Empty: keys come from the environment, if at all.
  bool allow_unauthenticated = false;
  wire::BrowserOptions browsers;
};

void AddAccessOptions(CLI::App& command, AccessOptions& options);

// The keys by which requests to a server on `hosts` (none: loopback) must be signed; nothing:
// anybody may use it. Errors: kInternal with a text for people: keys are missing, unreadable or of
// no use, or other machines could reach a server that asks for none.
Result<std::optional<std::vector<wire::Credential>>> DecideAccess(
    const AccessOptions& options, const std::vector<std::string>& hosts);

// Refuses what can be neither a name nor an address: nothing, and addresses that are wrong.
CLI::Validator HostOrAddress();

// Whether only this machine can connect to what listens on `host`. False for names that are not
// known to mean so.
bool IsLoopback(const std::string& host);

}  // namespace basalt::tools
