#pragma once

// The maps of steps.

#include "scenarios/key_table.h"

namespace scenarios {

extern const KeyTable kStep;
extern const KeyTable kWaitFor;
extern const KeyTable kRequest;
extern const KeyTable kAnswerPattern;
extern const KeyTable kRepeat;
extern const KeyTable kWay;
extern const KeyTable kIfReceived;
extern const KeyTable kClose;
extern const KeyTable kLeave;

}  // namespace scenarios
