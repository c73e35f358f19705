#pragma once

// The vocabulary: each kind of thing that can be said to have happened in a run. Bills, verdicts, pages and golden
// files read these and nothing else. Numbers are never reused; a change of fields is a change of sim::kTraceVersion.

#include "models/client_records.h"
#include "models/life_records.h"
#include "models/record_kinds.h"
#include "models/script_records.h"
#include "models/use_records.h"

namespace models {
/// Calls visit<R>() for every record type, in order of number.
template <class Visitor>
void for_each_record_type(Visitor&& visit) {
  visit.template operator()<RunBegan>();
  visit.template operator()<NameDefined>();
  visit.template operator()<RunEnded>();
  visit.template operator()<FaultStruck>();
  visit.template operator()<RoomPlaced>();
  visit.template operator()<InstanceConstructed>();
  visit.template operator()<Hibernated>();
  visit.template operator()<Evicted>();
  visit.template operator()<RoomReset>();
  visit.template operator()<DurationBegan>();
  visit.template operator()<DurationEnded>();
  visit.template operator()<ForcedOut>();
  visit.template operator()<WakeServed>();
  visit.template operator()<InvocationBegan>();
  visit.template operator()<InvocationEnded>();
  visit.template operator()<ExceptionThrown>();
  visit.template operator()<ConsoleLine>();
  visit.template operator()<RequestBilled>();
  visit.template operator()<WorkerRequest>();
  visit.template operator()<UpstreamRequested>();
  visit.template operator()<UpstreamAnswered>();
  visit.template operator()<UpstreamMissing>();
  visit.template operator()<CronFired>();
  visit.template operator()<ServiceCalled>();
  visit.template operator()<StorageUsed>();
  visit.template operator()<Committed>();
  visit.template operator()<UsageMetered>();
  visit.template operator()<AllowanceSpent>();
  visit.template operator()<AlarmSet>();
  visit.template operator()<AlarmCleared>();
  visit.template operator()<AlarmFired>();
  visit.template operator()<AlarmEnded>();
  visit.template operator()<SocketAccepted>();
  visit.template operator()<SocketGone>();
  visit.template operator()<MessageArrived>();
  visit.template operator()<MessageLeft>();
  visit.template operator()<ClientConnecting>();
  visit.template operator()<ClientConnected>();
  visit.template operator()<ClientRefused>();
  visit.template operator()<ClientSent>();
  visit.template operator()<ClientReceived>();
  visit.template operator()<ClientPong>();
  visit.template operator()<ClientCloseFrame>();
  visit.template operator()<ClientLeaving>();
  visit.template operator()<ClientClosed>();
  visit.template operator()<HttpRequested>();
  visit.template operator()<HttpAnswered>();
  visit.template operator()<ClientError>();
  visit.template operator()<ClientWaited>();
  visit.template operator()<LinkLost>();
  visit.template operator()<PartitionBegan>();
  visit.template operator()<LinkFault>();
  visit.template operator()<RegionLinkDown>();
  visit.template operator()<ControlDone>();
  visit.template operator()<ScriptBegan>();
  visit.template operator()<ScriptEnded>();
  visit.template operator()<ScriptThrew>();
  visit.template operator()<ScriptConsole>();
  visit.template operator()<ViewReported>();
  visit.template operator()<RoomStored>();
  visit.template operator()<CheckVerdict>();
}

}  // namespace models
