#include "bench/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace basalt::bench {
namespace {

std::string Figure(double value) {
  if (value == 0) return "";
  if (value >= 1000) return fmt::format("{:.0f}", value);
  return fmt::format("{:.{}f}", value, value >= 10 ? 1 : 2);
}

std::string GoalText(const Row& row) {
  const char* sign = row.sense == Goal::kAtMost ? "≤" : "≥";
  return fmt::format("{} {:g}{}", sign, row.goal, row.baseline == 0 ? " " + row.unit : " ×");
}

}  // namespace

void Print(const Table& table) {
  fmt::print("\n| measure | unit | ours | baseline | ratio | goal | |\n");
  fmt::print("|---|---|---:|---:|---:|---:|---|\n");
  for (const Row& row : table) {
    fmt::print("| {} | {} | {} | {} | {} | {} | {} |\n", row.name, row.unit, Figure(row.ours),
               Figure(row.baseline), row.baseline == 0 ? "" : Figure(row.ratio()), GoalText(row),
               row.met() ? "ok" : "missed");
  }
}

double MedianOf(std::vector<double> figures) {
  const auto middle = figures.begin() + static_cast<std::ptrdiff_t>(figures.size() / 2);
  std::nth_element(figures.begin(), middle, figures.end());
  return *middle;
}

void Require(bool fine, const std::string& what) {
  if (fine) return;
  fmt::print(stderr, "bench: {}\n", what);
  std::exit(1);
}

}  // namespace basalt::bench
