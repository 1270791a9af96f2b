// The account and region that a database says it is, and the ARNs that follow from them.
#pragma once

#include <string>
#include <string_view>

namespace basalt {

struct Account {
  std::string region = "us-east-1";
  std::string id = "000000000000";

  // Of all ARNs of tables, indexes and streams.
  std::string ArnBeginning() const { return "arn:aws:dynamodb:" + region + ":" + id; }

  std::string TableArn(std::string_view table) const {
    return ArnBeginning() + ":table/" + std::string(table);
  }
  std::string IndexArn(std::string_view table, std::string_view index) const {
    return TableArn(table) + "/index/" + std::string(index);
  }
  std::string StreamArn(std::string_view table, std::string_view label) const {
    return TableArn(table) + "/stream/" + std::string(label);
  }
  // Of a key by its id or alias; an ARN is left as it is.
  std::string KmsKeyArn(std::string_view key) const {
    if (key.starts_with("arn:")) return std::string(key);
    const std::string kind = key.starts_with("alias/") ? "" : "key/";
    return "arn:aws:kms:" + region + ":" + id + ":" + kind + std::string(key);
  }
};

}  // namespace basalt
