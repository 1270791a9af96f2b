// Whether a text is JSON at all.
#pragma once

#include <string>
#include <string_view>

namespace basalt::wire {

// True for exactly one JSON value in valid UTF-8, with nothing but white space around it. Nesting
// of any depth takes no stack, but memory, which is charged. Thread-safe. Throws std::bad_alloc.
bool IsJson(std::string_view text);

// Whether a string out of a JSON text has half a surrogate pair in it: RapidJSON lets an escape of
// the second half (\uDC00 to \uDFFF) through by itself, though no UTF-8 can hold it.
bool HasSurrogate(std::string_view text);

// The text of bytes that came in a header, for a reply: UTF-8 as it is, anything else read as
// ISO 8859-1, as HTTP has it.
std::string TextOfHeader(std::string_view bytes);

}  // namespace basalt::wire
