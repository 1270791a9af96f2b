// TagResource, UntagResource and ListTagsOfResource. Members carry the names of AWS's API
// reference.
#pragma once

#include <string>
#include <vector>

#include "basalt/result.h"
#include "basalt/table_types.h"

namespace basalt {

// Adds tags, or changes the values of those that the table has.
struct TagResourceRequest {
  std::string resource_arn;  // Of a table.
  std::vector<Tag> tags;     // 50 in all on a table.
};

// Keys that the table has not are no error.
struct UntagResourceRequest {
  std::string resource_arn;
  std::vector<std::string> tag_keys;
};

// AWS's reply is one page always, so that its NextToken has no use.
struct ListTagsOfResourceRequest {
  std::string resource_arn;
};

struct ListTagsOfResourceResponse {
  std::vector<Tag> tags;  // In order of key.
};

using TagResourceResponse = Done;
using UntagResourceResponse = Done;

}  // namespace basalt
