# The programs: composition roots that may use every layer.
