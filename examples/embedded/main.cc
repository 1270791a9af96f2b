// The engine inside a program: no server, no socket, the same operations and the same errors.
#include <iostream>
#include <string>

#include "basalt/database.h"
#include "basalt/value_builder.h"

namespace {

int Fail(const basalt::Error& error) {
  std::cerr << error.message << std::endl;
  return 1;
}

int Run() {
  auto database = basalt::Database::Open({});  // {.directory = "notes"} keeps them on disk.
  if (!database) return Fail(database.error());

  const auto table = (*database)->CreateTable({
      .table_name = "notes",
      .attribute_definitions = {{.attribute_name = "id"}},
      .key_schema = {{.attribute_name = "id", .key_type = basalt::KeyType::kHash}},
      .billing_mode = basalt::BillingMode::kPayPerRequest,
  });
  if (!table) return Fail(table.error());

  basalt::PutItemRequest put;
  put.table_name = "notes";
  put.item = basalt::Item{{"id", {"first"}}, {"text", {"Hello, Basalt"}}};
  put.condition_expression = "attribute_not_exists(id)";
  if (const auto done = (*database)->PutItem(put); !done) return Fail(done.error());

  const auto again = (*database)->PutItem(put);
  std::cout << "a second time: " << (again ? "written" : again.error().message) << std::endl;

  const auto got =
      (*database)->GetItem({.table_name = "notes", .key = basalt::Item{{"id", {"first"}}}});
  if (!got) return Fail(got.error());
  std::cout << got->item->view().Find("text")->AsString() << std::endl;
  return 0;
}

}  // namespace

int main() { return Run(); }
