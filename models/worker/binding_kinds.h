#pragma once

#include <array>
#include <string_view>

namespace models::worker {

/// Where a configuration lists bindings of a kind (docs: wrangler configuration). Which kinds have a model, the glue
/// knows; the first use of another is an error that names it.
struct BindingKind {
  std::string_view key;
  std::string_view inner;  // the list is in a table of this key's: queues.producers
  std::string_view name;   // the field that holds the binding's name
};

inline constexpr std::array kBindingKinds{BindingKind{"kv_namespaces", "", "binding"},
                                          BindingKind{"r2_buckets", "", "binding"},
                                          BindingKind{"d1_databases", "", "binding"},
                                          BindingKind{"services", "", "binding"},
                                          BindingKind{"queues", "producers", "binding"},
                                          BindingKind{"vectorize", "", "binding"},
                                          BindingKind{"hyperdrive", "", "binding"},
                                          BindingKind{"analytics_engine_datasets", "", "binding"},
                                          BindingKind{"dispatch_namespaces", "", "binding"},
                                          BindingKind{"mtls_certificates", "", "binding"},
                                          BindingKind{"workflows", "", "binding"},
                                          BindingKind{"pipelines", "", "binding"},
                                          BindingKind{"secrets_store_secrets", "", "binding"},
                                          BindingKind{"worker_loaders", "", "binding"},
                                          BindingKind{"ratelimits", "", "name"},
                                          BindingKind{"send_email", "", "name"},
                                          BindingKind{"unsafe", "bindings", "name"},
                                          BindingKind{"logfwdr", "bindings", "name"},
                                          BindingKind{"media", "", "binding"},
                                          BindingKind{"vpc_services", "", "binding"},
                                          BindingKind{"ai_search", "", "binding"},
                                          BindingKind{"ai_search_namespaces", "", "binding"},
                                          BindingKind{"stream", "", "binding"},
                                          BindingKind{"ai", "", "binding"},
                                          BindingKind{"browser", "", "binding"},
                                          BindingKind{"images", "", "binding"},
                                          BindingKind{"version_metadata", "", "binding"},
                                          BindingKind{"assets", "", "binding"}};

/// Keys that say nothing about how the code behaves here.
inline constexpr std::array<std::string_view, 24> kIgnoredKeys{"$schema",
                                                               "account_id",
                                                               "workers_dev",
                                                               "preview_urls",
                                                               "route",
                                                               "routes",
                                                               "observability",
                                                               "minify",
                                                               "keep_vars",
                                                               "keep_names",
                                                               "logpush",
                                                               "placement",
                                                               "limits",
                                                               "dev",
                                                               "upload_source_maps",
                                                               "no_bundle",
                                                               "build",
                                                               "send_metrics",
                                                               "find_additional_modules",
                                                               "base_dir",
                                                               "preserve_file_names",
                                                               "usage_model",
                                                               "tail_consumers",
                                                               "streaming_tail_consumers"};

inline constexpr std::array<std::string_view, 14> kReadKeys{
    "triggers", "name",   "main",  "compatibility_date", "compatibility_flags", "durable_objects", "migrations", "vars",
    "alias",    "define", "rules", "tsconfig",           "jsx_factory",         "jsx_fragment"};

}  // namespace models::worker
