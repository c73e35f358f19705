# Writes OUTPUT, which defines embedded::SYMBOL with the bytes of INPUT.
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
file(WRITE ${OUTPUT} "#include <string_view>\nnamespace embedded {\nextern const std::string_view ${SYMBOL};\n"
  "static const unsigned char kBytes[] = {${bytes}0};\n"
  "const std::string_view ${SYMBOL}(reinterpret_cast<const char*>(kBytes), sizeof(kBytes) - 1);\n}\n")
