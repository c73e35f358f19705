# Boost.Graph, header-only, finds the quickest ways through a network's topology; without it a plain implementation
# does, with the same results.
find_path(DORMOUSE_BOOST_INCLUDE boost/graph/dijkstra_shortest_paths.hpp)
if(DORMOUSE_BOOST_INCLUDE)
  set(found ON)
else()
  set(found OFF)
endif()
option(DORMOUSE_WITH_BOOST_GRAPH "Find ways through network topologies with Boost.Graph" ${found})
if(DORMOUSE_WITH_BOOST_GRAPH AND NOT DORMOUSE_BOOST_INCLUDE)
  message(FATAL_ERROR "Boost.Graph is not installed: apt-get install libboost-dev, or -DDORMOUSE_WITH_BOOST_GRAPH=OFF")
endif()
