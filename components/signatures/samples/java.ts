/** Shown to people and run by code-samples.test.ts. */
export const JAVA_SAMPLE = `import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class Signatures {
    /** Whether Tidings made this request. body: the raw bytes, before any JSON parser. */
    public static boolean isGenuine(byte[] body, UnaryOperator<String> headers, String secret)
            throws GeneralSecurityException {
        String id = headers.apply("webhook-id");
        String timestamp = headers.apply("webhook-timestamp");
        String signatures = headers.apply("webhook-signature");
        if (id == null || timestamp == null || signatures == null) return false;
        if (!timestamp.matches("[0-9]{1,12}")) return false;
        long age = Instant.now().getEpochSecond() - Long.parseLong(timestamp);
        if (Math.abs(age) > 300) return false;

        byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        for (String signature : signatures.split(" ")) {
            if (MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.UTF_8),
                    signature.getBytes(StandardCharsets.UTF_8))) return true;
        }
        return false;
    }
}

// In a servlet:
// byte[] body = request.getInputStream().readAllBytes();
// if (!Signatures.isGenuine(body, request::getHeader, System.getenv("SIGNING_SECRET"))) {
//     response.sendError(401);
//     return;
// }
`;
