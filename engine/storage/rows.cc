#include "engine/storage/rows.h"

#include "engine/storage/rocks_status.h"

namespace basalt {

Rows::Rows(std::unique_ptr<Bounds> bounds, std::unique_ptr<rocksdb::Iterator> rows,
           Direction direction)
    : bounds_(std::move(bounds)), rows_(std::move(rows)), direction_(direction) {}

Rows::Rows(Rows&&) noexcept = default;
Rows::~Rows() = default;

Rows& Rows::operator=(Rows&& other) noexcept {
  rows_ = std::move(other.rows_);  // First: the old iterator points to the old bounds.
  bounds_ = std::move(other.bounds_);
  direction_ = other.direction_;
  return *this;
}

bool Rows::Valid() const { return rows_->Valid(); }

void Rows::Next() {
  if (direction_ == Direction::kForward) {
    rows_->Next();
  } else {
    rows_->Prev();
  }
}

void Rows::Back() {
  if (direction_ == Direction::kForward) {
    rows_->Prev();
  } else {
    rows_->Next();
  }
}

std::string_view Rows::key() const { return rows_->key().ToStringView(); }

std::string_view Rows::value() const { return rows_->value().ToStringView(); }

Status Rows::status() const { return ToStatus(rows_->status(), "cannot read"); }

}  // namespace basalt
