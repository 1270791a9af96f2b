# One library target a folder; its links are the arrows of docs/architecture.md.

add_library(basalt_options INTERFACE)
target_include_directories(basalt_options INTERFACE "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}")
# What links the library is compiled with this, too: so it gets the standard that the headers need,
# and has its own say about warnings.
target_compile_features(basalt_options INTERFACE cxx_std_20)
if(PROJECT_IS_TOP_LEVEL)
  target_compile_options(basalt_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
    # GCC 12's false alarms over std::optional and std::string at -O2.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-error=maybe-uninitialized> $<$<CXX_COMPILER_ID:GNU>:-Wno-error=restrict>
    # Options structs are for naming just what differs from the defaults.
    -Wno-missing-field-initializers)
endif()
target_compile_options(basalt_options INTERFACE
  $<$<CONFIG:Release>:-ffunction-sections> $<$<CONFIG:Release>:-fdata-sections>)

# basalt_library(NAME [LINKS target...]): a static library of every .cc in this folder and below,
# down to folders that have a CMakeLists.txt of their own.
function(basalt_library name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cc)
  file(GLOB_RECURSE nested CONFIGURE_DEPENDS CMakeLists.txt)
  list(REMOVE_ITEM nested "${CMAKE_CURRENT_SOURCE_DIR}/CMakeLists.txt")
  foreach(list_file ${nested})
    get_filename_component(folder "${list_file}" DIRECTORY)
    list(FILTER sources EXCLUDE REGEX "^${folder}/")
  endforeach()
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC basalt_options ${ARG_LINKS})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE basalt_options ${ARG_LINKS})
  endif()
endfunction()

# basalt_test(NAME LINKS target...): a unit test, a GoogleTest program of every .cc in this folder
# and below. Its sources are compiled together, so their helpers share one namespace.
add_custom_target(unit_tests)
function(basalt_test name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cc)
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE basalt_options GTest::gtest_main GTest::gmock ${ARG_LINKS})
  target_compile_definitions(${name} PRIVATE BASALT_SOURCE_ROOT="${PROJECT_SOURCE_DIR}")
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST NO_PRETTY_VALUES
                       PROPERTIES LABELS unit)
  add_dependencies(unit_tests ${name})
endfunction()
