// What questions about cryptography share: keys made for this, and short ways to say things. Sent as text before them.
const keys = {
  p256: {
    kty: "EC",
    crv: "P-256",
    x: "7dY8luDIcTAD_BjWvVrOq3J3Xv60OTDrgiImc0v_OEE",
    y: "6lkijKq6z5MAA-7tKny6ofuuqepIj4e2wF0aGXnn1Qo",
    d: "tiBDxBENTZp0gJFKvJ10uTejAOusCu-Byy0Q49zdp60",
  },
  p384: {
    kty: "EC",
    crv: "P-384",
    x: "FlxmEbI-YmTEJscPaNd74-TNbQZo42H05MeFQc3kWJxwQrp6XKpNYc_vCtCjtGLO",
    y: "RQQM_rc9WBFFL5C1cFpMOvt12kOHS2EdFXquvFktjy0csLpD9m13K6EjG7NxTSoy",
    d: "KZt86nuuhszXolHJhLNN55FRqryg1FWGRY5JdXeCLMTxbaJeSUKLHU6_NA7EW79E",
  },
  p521: {
    kty: "EC",
    crv: "P-521",
    x: "AYxQgW0RLYWD6xigrQvUwP5nDNIQE_7jpYWbPBiY-g04uuom_2JBRst8O9ughEtRMn9ErON_TYI_RHcfuWlkI6d9",
    y: "AZ0tFLI6k2_MY7ctd6VzpyMNMHpXrn7tjhs-YgUwu1JLftgCza38UU1kQ_fXM2sL99Xy4WgZ8U771pgtC51BXo_E",
    d: "ABlHROSZ963xfSmorSk-jR1BeNl8F7U8DdxEy_V-MIc1y2lChRQ-aA--Ffp7pisX6SUJAbJEOo_BJD5Eyl8VWEsK",
  },
  ed: {
    kty: "OKP",
    crv: "Ed25519",
    x: "Z7DPsxB9zYqdheRaA5DPsq4uYw3DHjFFpH8rFuDNUTY",
    d: "81QH3EVfpmQwYQI488RNARs9-UmzrBLalG2RNJCRxDg",
  },
  x: {
    kty: "OKP",
    crv: "X25519",
    x: "L2eTmX8K9O-fhAzvzGqyRxmYYlQ_8XkRs6tQDKc0kwA",
    d: "OJP0h03937R4qUGTpkNVqw4UeBtCWua6PmA7ZQKKz0Q",
  },
  rsa: {
    kty: "RSA",
    d: "DLNBOuxJRi3kcurkt1pwGNG62pqruv24NVR6DhWkLZ20vpz4rC5EqsExRXraJPZLD2OhZGYpI2yrAx4ycHLU8dKLqcbfQeg2RvOqk3kGa4ELunC7IbU3AmDXAm1TmCX9Bhy_M5HLV9j1qGXF_nou3CNO7vzLuLeIEKkB0gpxaTLUqgIYHMgcA-WjSWKYpTDmCsAs3VpGVpRNhZU9d2H9NZagAULbe5KJJvjZCD9hcUvVDU1ZME8woTh6-Hb0RQmMKY0P1mkTjwZIbPSd5vAW2DfUA3IMwgXiasvO1Cg9oIUqcwpCmwaXjQbY7bZRF53ZilDlNEt-fNAVsYn2mHshQQ",
    n: "zT6IfcKRrw-cZSEuehNoiHgWqZzT9VFiCfmmBEYAy3ijDjTlr40_O8BJJKnUTffWRjLNoHChiUR0-zyS36ISOMgp2jMn5ziH9t01WdNB5UjiTEk9-eCmdelHHl038HHJS-ftKoavmJNOfTUipr_9XnK_dgepfFACiYQB4DNkhGuKwerLJpozYw4yzl5efq8KPlPGyGlUk8-c9WAslgm3C86L_3DGZkcYa-88B2KM_f0xZ7axWQoH8TS6ScZg5dC02JAwWVSYHEAkGU5_Z8JQicemY4aPN9Akkj0TNXmMbnCijLNkd4Jwm5Ix357y5aO396P8ydDgT5THjUImkqs_2w",
    e: "AQAB",
    p: "7vnVZKGUrnom6w_6dtQtKGGQSMQ4KpVgP99NM-h601jPY-vn9vxQGq_x8RwdEspiwX98Thavn413wGFCFxtkLZTPG41MS0MrVI5JB1exOelplzl83NRxX5zFFZcQDGwY6MBoTVuqz6bkv4WRkbTFneMsq7RCr9AJVAVPFm84FxE",
    q: "292KeNAro7cY6EYJNf-sT03fgLKPc-ytTjzT8l44nvW2ChPGSnEeNdJro0--PMHvzfqCco62bes45ynAohWj9kxjcJMTlK4J8g7uuzc0tKJjGEIbMO6AybaqGE11TBzunyVB2qLmZ_SRdpvriPcGrrZA48H5Pr7YhKQgK0wJYCs",
    dp: "cr_aPKjtyN30xBh3DwoQ6Pv4GUjHI4N4pRLnck5mdAeIBhXn24wKNtZXWYxDVZuC0iESIjj4eaenYeQRpSDM-KokzLkLcnQ9YSu1W2Y7PnCa-DdtgmgsTFnttNFFroFVcKW7L7Idkfo0itZrMMjZv1evQn-bKeq-H-8wq7gZ-dE",
    dq: "OsbO7d04zVt1XSLb84OWHN1EkrMphmQPMIsyXeiyWkx1jdwbdmsnGFxYSiBXSwbNhNMjbFyaiGgJnkKbLLl8S6vAKagn4-di4UL8ry_i9ycyNpn1iu83nrUmY7jRUrepUwIyyLAjyEapXHvyS3s-XhZ64mhIqW17lHoL34dEOmE",
    qi: "Q2d7exoC-0fsREHl2VCKLJfP59hXxqWrQ0DMFN9F5ssueXwB7LfRruOm-Umm_S_vOwMbBh1ZieYvRtO7G4DMWUkcqkVDZq9ZyFzpHz9XLdM2FRs926qN8iYnThZ-Hyil-c4d96PM5nJZMqy66is_7XXGKkjYn6Kv2hhEJo8OZP8",
  },
};
const bytes = (text) => new TextEncoder().encode(text);
const counted = (n) => Uint8Array.from({ length: n }, (_, i) => i);
const hex = (data) => Array.from(new Uint8Array(data), (byte) => byte.toString(16).padStart(2, "0")).join("");
/// The public half of one of the keys.
const open = ({ kty, crv, x, y, n, e }) => JSON.parse(JSON.stringify({ kty, crv, x, y, n, e }));
const shown = (key) => [key.type, key.extractable, key.algorithm, key.usages];
/// What a promise comes to: its value, or the error.
const outcome = (promise) => Promise.resolve(promise).catch((e) => [e.name, e.message]);

export const fixtures = `const keys = ${JSON.stringify(keys)};
${[["bytes", bytes], ["counted", counted], ["hex", hex], ["open", open], ["shown", shown], ["outcome", outcome]].map(([name, f]) => `const ${name} = ${f};`).join("\n")}`;
