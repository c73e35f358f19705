# Compiler settings that every target shares. Floating point is pinned: no contraction, no fast-math, so that
# a draw has the same bits on every compiler.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(dormouse_options INTERFACE)
target_compile_options(dormouse_options INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wconversion -Wno-sign-conversion -Werror=return-type
  -ffp-contract=off -fno-fast-math)
target_include_directories(dormouse_options INTERFACE ${PROJECT_SOURCE_DIR})
if(DORMOUSE_SANITIZE)
  # V8 is built without RTTI, so its types have no vptr information to check.
  target_compile_options(dormouse_options INTERFACE -fsanitize=${DORMOUSE_SANITIZE} -fno-sanitize=vptr
    -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(dormouse_options INTERFACE -fsanitize=${DORMOUSE_SANITIZE})
endif()

find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Eigen3 REQUIRED)
find_library(XXHASH_STATIC libxxhash.a REQUIRED)
find_library(ZSTD_STATIC libzstd.a REQUIRED)
