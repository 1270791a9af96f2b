#include "basalt/value_builder.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "basalt/request_values.h"
#include "model/value/compare.h"
#include "tests/unit/model/random_values.h"

namespace basalt {
namespace {

using Build = std::function<void(ValueBuilder&)>;

std::string FaultOf(const Build& build) {
  ValueBuilder builder;
  build(builder);
  const auto value = std::move(builder).FinishValue();
  return value ? "" : value.error().message;
}

Build SetOf(ValueType type, std::vector<std::string> elements) {
  return [=](ValueBuilder& builder) {
    builder.BeginSet(type);
    for (const std::string& element : elements) builder.SetElement(element);
    builder.EndSet();
  };
}

void Nest(ValueBuilder& builder, int levels) {
  for (int level = 0; level < levels; ++level) builder.BeginList();
  builder.Bool(true);
  for (int level = 0; level < levels; ++level) builder.EndList();
}

EncodedItem MustEncode(const Item& item) {
  auto encoded = Encode(item);
  EXPECT_TRUE(encoded) << (encoded ? "" : encoded.error().message);
  return encoded ? *std::move(encoded) : EncodedItem();
}

// Guards the frozen form: these bytes are on users' disks.
TEST(ItemEncoding, IsTheFrozenForm) {
  using namespace std::string_literals;
  const Item item{
      {"b", {true}},
      {"l", {List{{Null{}}, {Number(-5)}}}},
      {"m", {Map{{"k", {std::string("\"")}}}}},
      {"s", {StringSet{"x", "yz"}}},
  };
  EXPECT_EQ(MustEncode(item).view().bytes(),
            "\x01\0\x17\0\0\0"s  // Version, flags, size.
            "\x04\0\0\0"
            "\0\0"
            "\x03\0"
            "\x13\0"
            "\x25\0"s  // Count and offsets.
            "\x01"
            "b"
            "\x13"s  // True.
            "\x01"
            "l"
            "\x06"
            "\x09\0\0\0"
            "\x02\0\0\0"
            "\x04"
            "\x01\x02-5"s  // A list of two.
            "\x01"
            "m"
            "\x05"
            "\x0b\0\0\0"
            "\x01\0\0\0"
            "\0\0"
            "\x01k"
            "\x10\x01\""s
            "\x01"
            "s"
            "\x07"
            "\x09\0\0\0"
            "\x02\0\0\0"
            "\x01x"
            "\x02yz"s);
}

TEST(ValueBuilder, SortsNamesAndKeepsTheLastOfTwo) {
  ValueBuilder builder;
  builder.BeginMap();
  builder.Name("b");
  builder.NumberText("1");
  builder.Name("a");
  builder.String("text");
  builder.Name("b");
  builder.NumberText("+2.50");
  builder.Name("A");
  builder.Null();
  builder.EndMap();
  const auto item = std::move(builder).FinishItem();
  ASSERT_TRUE(item);

  const MapView attributes = item->view().attributes();
  ASSERT_EQ(attributes.size(), 3u);
  EXPECT_EQ(attributes[0].name, "A");
  EXPECT_EQ(attributes[1].name, "a");
  EXPECT_EQ(attributes[2].name, "b");
  EXPECT_EQ(item->view().Find("a")->AsString(), "text");
  EXPECT_EQ(item->view().Find("b")->AsNumberText(), "2.5");
  EXPECT_FALSE(item->view().Find("c"));
  EXPECT_TRUE(ItemView::Check(item->view().bytes()));
}

TEST(ValueBuilder, FindsSomethingInEveryMapWhateverItsSize) {
  for (const int count : {0, 1, 2, 3, 10, 1000, 70'000}) {
    Item tree;
    for (int index = 0; index < count; ++index) tree["n" + std::to_string(index)] = {Number(index)};
    const EncodedItem item = MustEncode(tree);
    ASSERT_TRUE(ItemView::Check(item.view().bytes())) << count;
    ASSERT_EQ(item.view().attributes().size(), static_cast<std::size_t>(count));
    for (int index = 0; index < count; index += 1 + index / 7) {
      const auto found = item.view().Find("n" + std::to_string(index));
      ASSERT_TRUE(found) << index << " of " << count;
      ASSERT_EQ(found->AsNumber(), Number(index));
    }
    EXPECT_FALSE(item.view().Find("m"));
    EXPECT_FALSE(item.view().Find("o"));
  }
}

TEST(ValueBuilder, RefusesSetsAsTheServiceDoes) {
  const std::string invalid = "One or more parameter values were invalid: ";
  using enum ValueType;
  EXPECT_EQ(FaultOf(SetOf(kStringSet, {})), invalid + "An string set  may not be empty");
  EXPECT_EQ(FaultOf(SetOf(kNumberSet, {})), invalid + "An number set  may not be empty");
  EXPECT_EQ(FaultOf(SetOf(kBinarySet, {})), invalid + "Binary sets should not be empty");
  EXPECT_EQ(FaultOf(SetOf(kStringSet, {"b", "a", "b"})),
            invalid + "Input collection [b, a, b] contains duplicates.");
  EXPECT_EQ(FaultOf(SetOf(kBinarySet, {"a", "a"})),
            invalid + "Input collection [YQ==, YQ==]of type BS contains duplicates.");
  EXPECT_EQ(FaultOf(SetOf(kNumberSet, {"1", "2", "1.0"})), "Input collection contains duplicates");
  EXPECT_EQ(FaultOf(SetOf(kNumberSet, {"1", "x"})),
            "The parameter cannot be converted to a numeric value: x");
}

TEST(ValueBuilder, RefusesEmptyNames) {
  EXPECT_EQ(FaultOf([](ValueBuilder& builder) {
              builder.BeginMap();
              builder.Name("");
              builder.Bool(true);
              builder.EndMap();
            }),
            "Empty attribute name");
}

TEST(ValueBuilder, SortsSetsByValue) {
  ValueBuilder builder;
  SetOf(ValueType::kNumberSet, {"10", "9", "-1e2", "-3", "1e-2"})(builder);
  const auto value = std::move(builder).FinishValue();
  ASSERT_TRUE(value);
  const SetView set = value->view().AsSet();
  EXPECT_EQ(std::vector<std::string>(set.begin(), set.end()),
            (std::vector<std::string>{"-100", "-3", "0.01", "9", "10"}));
  EXPECT_TRUE(set.Contains("9"));
  EXPECT_FALSE(set.Contains("8"));
}

TEST(ValueBuilder, AllowsThirtyTwoLevels) {
  const std::string too_deep =
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
      "beyond supported limit";
  EXPECT_EQ(FaultOf([](ValueBuilder& builder) { Nest(builder, 31); }), "");
  EXPECT_EQ(FaultOf([](ValueBuilder& builder) { Nest(builder, 32); }), too_deep);
  EXPECT_EQ(FaultOf([](ValueBuilder& builder) { Nest(builder, 10'000); }), too_deep);

  for (const int levels : {31, 32}) {
    ValueBuilder builder;
    builder.BeginMap();
    builder.Name("deep");
    Nest(builder, levels);
    builder.EndMap();
    RequestItem request(std::move(builder));
    EXPECT_EQ(request.fault.has_value(), levels == 32);
    EXPECT_EQ(request.fault_attribute, levels == 32 ? "deep" : "");
  }
}

TEST(ValueBuilder, CountsTheLevelsOfWhatItCopies) {
  ValueBuilder inner;
  Nest(inner, 31);
  const auto deep = std::move(inner).FinishValue();
  ASSERT_TRUE(deep);
  EXPECT_EQ(FaultOf([&](ValueBuilder& builder) { builder.Value(deep->view()); }), "");
  EXPECT_NE(FaultOf([&](ValueBuilder& builder) {
              builder.BeginList();
              builder.Value(deep->view());
              builder.EndList();
            }),
            "");
  ValueBuilder item;
  item.BeginMap();
  item.Name("a");
  item.Value(deep->view());
  item.EndMap();
  EXPECT_TRUE(std::move(item).FinishItem());
}

TEST(ValueBuilder, RemembersTheFirstFaultAndWhereItLies) {
  ValueBuilder builder;
  builder.BeginMap();
  builder.Name("good");
  builder.NumberText("1");
  builder.Name("outer");
  builder.BeginMap();
  builder.Name("inner");
  builder.NumberText("one");
  builder.Name("more");
  builder.NumberText("two");
  builder.EndMap();
  builder.EndMap();
  EXPECT_TRUE(builder.faulty());

  const RequestItem request(std::move(builder));
  ASSERT_TRUE(request.fault);
  EXPECT_EQ(request.fault->message, "The parameter cannot be converted to a numeric value: one");
  EXPECT_EQ(request.fault_attribute, "outer");
  EXPECT_TRUE(request.item.view().attributes().empty());
}

TEST(ValueBuilder, KnowsWhichStringsNeedEscapes) {
  const auto needs = [](const std::string& text) {
    return Encode(AttributeValue{text})->view().NeedsEscapes();
  };
  for (std::size_t position = 0; position < 20; ++position) {
    const std::string plain(20, '\x20');
    EXPECT_FALSE(needs(plain));
    for (const char special : {'"', '\\', '\n', '\0', '\x1f'}) {
      std::string text = plain;
      text[position] = special;
      EXPECT_TRUE(needs(text)) << position;
    }
    for (const char harmless : {'\x7f', '\x80', '\xff', '!', '#', '[', ']'}) {
      std::string text = plain;
      text[position] = harmless;
      EXPECT_FALSE(needs(text)) << position;
    }
  }
}

TEST(ItemSize, IsWhatTheServiceCounts) {
  const struct {
    const char* name;
    Item item;
    std::size_t size;
  } cases[] = {
      {"Nothing", {}, 0},
      {"String", {{"ab", {std::string("h\xc3\xa9")}}}, 5},
      {"Number", {{"n", {Number(-123)}}}, 5},
      {"Binary", {{"b", {Binary{std::string(7, '\0')}}}}, 8},
      {"NullAndBool", {{"a", {Null{}}}, {"b", {true}}}, 4},
      {"EmptyList", {{"l", {List{}}}}, 4},
      {"List", {{"l", {List{{Number(1)}, {std::string("abc")}}}}}, 1 + 3 + 2 + 2 + 3},
      {"Map", {{"m", {Map{{"k", {true}}, {"kk", {Null{}}}}}}}, 1 + 3 + 2 + (1 + 1) + (2 + 1)},
      {"StringSet", {{"s", {StringSet{"a", "bcd"}}}}, 5},
      {"NumberSet", {{"s", {NumberSet{Number(1), Number(1234)}}}}, 1 + 2 + 3},
      {"BinarySet", {{"s", {BinarySet{Binary{"a"}, Binary{""}}}}}, 2},
  };
  for (const auto& [name, item, size] : cases) {
    EXPECT_EQ(MustEncode(item).view().size_bytes(), size) << name;
  }
}

TEST(Compare, OrdersNumbersStringsAndBinaries) {
  const auto compare = [](const AttributeValue& left, const AttributeValue& right) {
    return Compare(Encode(left)->view(), Encode(right)->view());
  };
  EXPECT_EQ(compare({Number(9)}, {Number(10)}), std::strong_ordering::less);
  EXPECT_EQ(compare({Number(-9)}, {Number(-10)}), std::strong_ordering::greater);
  EXPECT_EQ(compare({std::string("9")}, {std::string("10")}), std::strong_ordering::greater);
  EXPECT_EQ(compare({std::string("a")}, {std::string("a")}), std::strong_ordering::equal);
  EXPECT_EQ(compare({Binary{"\x7f"}}, {Binary{"\xff"}}), std::strong_ordering::less);
  EXPECT_EQ(compare({Number(1)}, {std::string("1")}), std::nullopt);
  EXPECT_EQ(compare({true}, {true}), std::nullopt);
}

TEST(EncodingProperty, RoundTripsAndEqualTreesHaveEqualBytes) {
  const std::uint64_t seed = SeedOfThisRun();
  SCOPED_TRACE(HowToRepeat(seed));
  RandomValues random(seed);
  for (int round = 0; round < 3'000; ++round) {
    const Item tree = random.AnItem(4);
    const EncodedItem item = MustEncode(tree);
    ASSERT_TRUE(ItemView::Check(item.view().bytes()));
    ASSERT_EQ(item.ToItem(), tree);

    ValueBuilder shuffled;  // Backwards, each name twice, from views.
    shuffled.BeginMap();
    for (std::size_t left = 2 * item.view().attributes().size(); left > 0; --left) {
      const Attribute attribute = item.view().attributes()[(left - 1) / 2];
      shuffled.Name(attribute.name);
      shuffled.Value(attribute.value);
    }
    shuffled.EndMap();
    ASSERT_EQ(*std::move(shuffled).FinishItem(), item);
  }
}

TEST(CheckProperty, NeverTrustsDamagedBytes) {
  const std::uint64_t seed = SeedOfThisRun();
  SCOPED_TRACE(HowToRepeat(seed));
  RandomValues random(seed);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes(MustEncode(random.AnItem(3)).view().bytes());
    for (int damage = 1 + random.Below(3); damage > 0; --damage) {
      const auto position =
          static_cast<std::size_t>(random.Below(static_cast<int>(bytes.size()) + 1));
      switch (random.Below(4)) {
        case 0:
          bytes.resize(position);
          break;
        case 1:
          bytes.insert(position, 1, static_cast<char>(random.Below(256)));
          break;
        case 2:
          bytes.append(bytes.substr(position));
          break;
        default:
          if (position < bytes.size()) bytes[position] = static_cast<char>(random.Below(256));
      }
      if (bytes.empty()) break;
    }
    if (!ItemView::Check(bytes)) continue;
    // What passes is exactly what a builder would have written.
    ASSERT_EQ(MustEncode(ToItem(ItemView(bytes))).view().bytes(), bytes);
  }
}

// An item of one attribute, a null in so many lists.
std::string DeepItem(std::uint32_t levels) {
  std::string value(1, encoding::Tag(ValueType::kNull));
  for (std::uint32_t level = 0; level < levels; ++level) {
    std::string list(encoding::kValueHeaderBytes + encoding::kCountBytes, '\0');
    list[0] = encoding::Tag(ValueType::kList);
    encoding::StoreU32(list.data() + 1,
                       static_cast<std::uint32_t>(value.size() + encoding::kCountBytes));
    encoding::StoreU32(list.data() + encoding::kValueHeaderBytes, 1);
    value.insert(0, list);
  }
  std::string item(ItemView().bytes());
  encoding::StoreU32(item.data() + encoding::kItemSizeOffset, 2 + 4 * levels);
  encoding::StoreU32(item.data() + encoding::kItemHeaderBytes, 1);
  return item + std::string("\0\0\1a", 4) + value;
}

TEST(Check, RefusesNestingBeyondTheLimit) {
  EXPECT_TRUE(ItemView::Check(DeepItem(31)));
  EXPECT_FALSE(ItemView::Check(DeepItem(32)));
  EXPECT_FALSE(ItemView::Check(DeepItem(20'000)));
}

}  // namespace
}  // namespace basalt
