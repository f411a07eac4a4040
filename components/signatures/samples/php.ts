/** Shown to people and run by code-samples.test.ts. */
export const PHP_SAMPLE = String.raw`<?php

/** Whether Tidings made this request. $body: the raw bytes, before any JSON parser. */
function is_genuine(string $body, array $headers, string $secret): bool
{
    $headers = array_change_key_case($headers, CASE_LOWER);
    $id = $headers['webhook-id'] ?? '';
    $timestamp = $headers['webhook-timestamp'] ?? '';
    $signatures = $headers['webhook-signature'] ?? '';
    if (!preg_match('/^\d{1,12}$/D', $timestamp)) {
        return false;
    }
    if (abs(time() - (int) $timestamp) > 300) {
        return false;
    }

    $key = base64_decode(preg_replace('/^whsec_/', '', $secret));
    $mac = hash_hmac('sha256', $id . '.' . $timestamp . '.' . $body, $key, true);
    $expected = 'v1,' . base64_encode($mac);
    foreach (explode(' ', $signatures) as $signature) {
        if (hash_equals($expected, $signature)) {
            return true;
        }
    }
    return false;
}

// $body = file_get_contents('php://input');
// if (!is_genuine($body, getallheaders(), getenv('SIGNING_SECRET'))) {
//     http_response_code(401);
//     exit;
// }
// $callback = json_decode($body, true);
`;
