// Prints the shapes of all requests as JSON, for check.py.
#include <iostream>
#include <limits>
#include <string>
#include <string_view>

#include "protocol/members.h"
#include "protocol/missing_operations.h"
#include "protocol/operations.h"

namespace {

using basalt::protocol::Api;
using basalt::protocol::Constraint;
using basalt::protocol::MemberLister;
using basalt::protocol::ShapeMember;

void Print(const std::vector<ShapeMember>& members) {
  constexpr std::string_view kPresences[] = {"optional", "required", "unsupported"};
  std::string_view separator = "";
  std::cout << '{';
  for (const ShapeMember& member : members) {
    std::cout << separator << '"' << member.name << R"(":{"presence":")"
              << kPresences[static_cast<std::size_t>(member.presence)] << R"(","type":")"
              << member.type << R"(","shape":")" << member.shape << '"';
    // The model says no more of a name that may be an ARN.
    const Constraint constraint =
        member.constraint.arn_allowed ? basalt::protocol::Length(1, 1024) : member.constraint;
    if (constraint.min != Constraint{}.min) std::cout << R"(,"min":)" << constraint.min;
    if (constraint.max != Constraint{}.max) std::cout << R"(,"max":)" << constraint.max;
    std::cout << R"(,"words":[)";
    for (const std::string_view word : member.words) {
      std::cout << (word == member.words.front() ? "" : ",") << '"' << word << '"';
    }
    std::cout << R"(],"members":)";
    Print(member.members);
    std::cout << '}';
    separator = ",";
  }
  std::cout << '}';
}

}  // namespace

int main() {
  std::cout << R"({"missing":[)";
  std::string_view separator = "";
  for (const std::string_view name : basalt::protocol::kMissingOperations) {
    std::cout << separator << '"' << name << '"';
    separator = ",";
  }
  separator = "";
  std::cout << "],\n\"operations\":{";
  basalt::protocol::ForEachOperation([&](std::string_view name, Api api, const auto& describe) {
    MemberLister lister;
    describe(lister);
    std::cout << separator << '"' << name << R"(":{"api":")"
              << (api == Api::kStreams ? "dynamodbstreams" : "dynamodb") << R"(","members":)";
    Print(lister.members);
    std::cout << '}';
    separator = ",\n";
  });
  std::cout << "}}\n";
}
