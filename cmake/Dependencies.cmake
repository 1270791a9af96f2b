# What Basalt stands on, all of it from Debian's packages, linked statically where Debian has an
# archive: the executable then needs the C library and nothing else of the system.

# FindOpenSSL and FindZLIB read these two.
set(OPENSSL_USE_STATIC_LIBS ON)
set(ZLIB_USE_STATIC_LIBS ON)

find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)

# Debian's RocksDB names the shared forms of what its archive needs (and gflags, which only its
# command-line tools use).
set(CMAKE_FIND_LIBRARY_SUFFIXES_BEFORE ${CMAKE_FIND_LIBRARY_SUFFIXES})
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
find_library(BASALT_BZ2 bz2 REQUIRED)
find_library(BASALT_LZ4 lz4 REQUIRED)
find_library(BASALT_ZSTD zstd REQUIRED)
set(CMAKE_FIND_LIBRARY_SUFFIXES ${CMAKE_FIND_LIBRARY_SUFFIXES_BEFORE})

find_package(RocksDB REQUIRED)
set_target_properties(RocksDB::rocksdb PROPERTIES INTERFACE_LINK_LIBRARIES
  "Snappy::snappy-static;ZLIB::ZLIB;${BASALT_BZ2};${BASALT_LZ4};${BASALT_ZSTD};Threads::Threads;${CMAKE_DL_LIBS}")

# Debian has no archive of spdlog or fmt: their headers are compiled in.
add_library(basalt_log INTERFACE)
target_link_libraries(basalt_log INTERFACE fmt::fmt-header-only Threads::Threads)
target_compile_definitions(basalt_log INTERFACE SPDLOG_FMT_EXTERNAL)
