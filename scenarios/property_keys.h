#pragma once

// The parameters of properties, as scenarios write them.

#include "scenarios/key_table.h"

namespace scenarios {

extern const KeyTable kOrder;
extern const KeyTable kDuplicates;
extern const KeyTable kDurable;
extern const KeyTable kPresence;
extern const KeyTable kOnTime;
extern const KeyTable kQuiet;
extern const KeyTable kIdempotent;
extern const KeyTable kSeen;
extern const KeyTable kSizes;
extern const KeyTable kWakesWhenIdle;
extern const KeyTable kWakesOfARoom;
extern const KeyTable kMessageLatency;
extern const KeyTable kWakeLatency;
extern const KeyTable kConnectSuccess;
extern const KeyTable kUse;

}  // namespace scenarios
