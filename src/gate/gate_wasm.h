/* The door through which the gate page calls the pure core, compiled to WebAssembly
 * (build/gate.wasm).
 *
 * No rule is in here. The page writes its question into core_input(), calls, and reads the answer
 * from core_output(): each function takes the question's length and returns the answer's, 0 when
 * the question cannot be read. But for the text of a code and the bytes of a list, both are CBOR:
 * an array in the order given below, times in microseconds since 1970, `bytes` and `text` empty for
 * none. The module imports nothing, keeps nothing from one call to the next, and its buffers are
 * its own.
 *
 * A `code` below is [visit, short, issuer, enterprise, site, unit, from, until, issued, people,
 * serial, reasons], a `reason` [number, name, zh, en, what to do in zh, in en]. */
#ifndef HENG_GATE_GATE_WASM_H
#define HENG_GATE_GATE_WASM_H

#include <stdint.h>

enum { CORE_INPUT_MOST = 32 * 1024, CORE_OUTPUT_MOST = 256 * 1024 };

uint8_t *core_input(void);
uint32_t core_input_most(void);
const uint8_t *core_output(void);

/* The text of a code, or a list as it was served: [sound, has a kid, kid, algorithm (0: none), the
 * bytes that the signature covers, signature, payload]. When it is not sound no key makes it valid
 * (see seal_check). 0 when it is not a code, or not a list. */
uint32_t core_open_code(uint32_t length);
uint32_t core_open_list(uint32_t length);

/* The payload of a list: [site, enterprise, day, start, issued, early minutes, late minutes,
 * [code, …]]. 0 when it is none. */
uint32_t core_read_list(uint32_t length);

/* [enterprise, site (empty: any), now, newest time seen, people arriving, when they arrived (0: not
 * yet), how many arrived, payload of today's list, signature (enum signature_state), payload of the
 * code]: [newest time seen, [reason, …], line for the guard in zh, in en, [code] or [] unless the
 * signature is valid]. Green when there is no reason. 0 when the signature is valid and the payload
 * is not that of a code. */
uint32_t core_judge_code(uint32_t length);
/* The same with SIGNATURE_VALID and the typed short code for payload. [] when the list does not
 * have it and is not of today, so that nothing is known; 0 when it is mistyped. */
uint32_t core_judge_short_code(uint32_t length);

#endif
