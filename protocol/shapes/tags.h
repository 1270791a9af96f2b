// TagResource, UntagResource and ListTagsOfResource.
#pragma once

#include "basalt/tag_requests.h"
#include "protocol/shape.h"

namespace basalt::protocol {

template <>
inline constexpr std::string_view kShapeName<Tag> = "Tag";

void Describe(auto& shape, Of<Tag> auto& tag) {
  shape.Required("Key", tag.key, Length(1, 128));
  shape.Required("Value", tag.value, Length(0, 256));
}

// What is missing, or an ARN of a wrong length, is told later, in words of these operations' own.
void Describe(auto& shape, Of<TagResourceRequest> auto& request) {
  shape.Optional("ResourceArn", request.resource_arn);
  shape.Optional("Tags", request.tags);
}

void Describe(auto& shape, Of<UntagResourceRequest> auto& request) {
  shape.Optional("ResourceArn", request.resource_arn);
  shape.Optional("TagKeys", request.tag_keys);
}

void Describe(auto& shape, Of<ListTagsOfResourceRequest> auto& request) {
  shape.Optional("ResourceArn", request.resource_arn);
}

}  // namespace basalt::protocol
