#include "models/js/async_frame_v8.h"

namespace models::js {

void async_frame(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const v8::Local<v8::Data> frame = info.GetIsolate()->GetContinuationPreservedEmbedderDataV2();
  if (!frame.IsEmpty() && frame->IsValue()) info.GetReturnValue().Set(frame.As<v8::Value>());
}

void set_async_frame(const v8::FunctionCallbackInfo<v8::Value>& info) {
  info.GetIsolate()->SetContinuationPreservedEmbedderDataV2(info[0]);
}

}  // namespace models::js
