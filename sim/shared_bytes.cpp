#include "sim/shared_bytes.h"

namespace sim {

// Not inline: the last share's end is rare beside the many that are not the last.
void SharedBytes::destroy(Content* content) noexcept { delete content; }

}  // namespace sim
