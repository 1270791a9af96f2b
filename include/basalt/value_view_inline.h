// The hot accessors of value_view.h, which includes this file; nobody else does.
#pragma once

#include "basalt/value_view.h"

namespace basalt {

inline MapView ValueView::AsMap() const { return MapView(Body()); }
inline ListView ValueView::AsList() const { return ListView(Body()); }
inline SetView ValueView::AsSet() const { return {type(), Body()}; }

inline MapView::Layout MapView::ReadLayout() const {
  const std::uint32_t word = encoding::LoadU32(body_.data());
  const bool wide = (word & encoding::kWideBit) != 0;
  const std::size_t count = word & ~encoding::kWideBit;
  const std::size_t table_bytes = count * (wide ? 4 : 2);
  return {.count = count,
          .wide = wide,
          .offsets = body_.data() + encoding::kCountBytes,
          .entries = body_.substr(encoding::kCountBytes + table_bytes)};
}

inline std::size_t MapView::Layout::OffsetOf(std::size_t position) const {
  return wide ? encoding::LoadU32(offsets + 4 * position)
              : encoding::LoadU16(offsets + 2 * position);
}

inline Attribute MapView::Layout::At(std::size_t position) const {
  const std::size_t begin = OffsetOf(position);
  const std::size_t end = position + 1 < count ? OffsetOf(position + 1) : entries.size();
  const std::string_view name = encoding::LoadPrefixed(entries.data() + begin);
  const char* value = name.data() + name.size();
  return {.name = name,
          .value = ValueView({value, static_cast<std::size_t>(entries.data() + end - value)})};
}

inline std::size_t MapView::size() const {
  return body_.empty() ? 0 : encoding::LoadU32(body_.data()) & ~encoding::kWideBit;
}

inline Attribute MapView::operator[](std::size_t position) const {
  return ReadLayout().At(position);
}

inline std::optional<ValueView> MapView::Find(std::string_view name) const {
  if (body_.empty()) return std::nullopt;
  const Layout layout = ReadLayout();
  std::size_t low = 0;
  std::size_t high = layout.count;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const int order =
        encoding::LoadPrefixed(layout.entries.data() + layout.OffsetOf(middle)).compare(name);
    if (order == 0) return layout.At(middle).value;
    (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
  }
  return std::nullopt;
}

inline MapView::Iterator MapView::begin() const { return {*this, 0}; }
inline MapView::Iterator MapView::end() const { return {*this, size()}; }

inline ListView::Iterator ListView::begin() const {
  return Iterator(body_.substr(encoding::kCountBytes));
}
inline ListView::Iterator ListView::end() const { return Iterator(body_.substr(body_.size())); }

inline SetView::Iterator SetView::begin() const {
  return Iterator(body_.substr(encoding::kCountBytes));
}
inline SetView::Iterator SetView::end() const { return Iterator(body_.substr(body_.size())); }

}  // namespace basalt
