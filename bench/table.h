// The table that `make bench` prints: a row a measure, each a ratio to its baseline.
#pragma once

#include <string>
#include <vector>

namespace basalt::bench {

enum class Goal { kAtMost, kAtLeast };

struct Row {
  std::string name;
  std::string unit;  // Of the two figures.
  double ours = 0;
  double baseline = 0;  // 0: the figure itself is held to the goal.
  Goal sense = Goal::kAtMost;
  double goal = 0;

  // Ours for one of the baseline's.
  double ratio() const { return baseline == 0 ? ours : ours / baseline; }
  bool met() const { return sense == Goal::kAtMost ? ratio() <= goal : ratio() >= goal; }
};

using Table = std::vector<Row>;

// In Markdown.
void Print(const Table& table);

// REQUIRES: at least one figure.
double MedianOf(std::vector<double> figures);

// Ends the program, saying what went wrong, unless `fine`: a measure of failures measures nothing.
void Require(bool fine, const std::string& what);

}  // namespace basalt::bench
