# The programs: composition roots that may use every layer.
add_executable(network_bench EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/bench/network_bench.cpp)
target_link_libraries(network_bench PRIVATE dormouse_models_network)
