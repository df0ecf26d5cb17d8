package dev.vendaval.worker.link;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Shows that the speaker knows the topology's secret: HMAC-SHA256 over all that it says in a greeting. */
final class LinkProof {
    static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private LinkProof() {}

    static byte[] of(String secret, byte[] message, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(secret), ALGORITHM));
            mac.update(message, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM lacks " + ALGORITHM, e);
        }
    }

    static boolean matches(String secret, byte[] message, int length, byte[] proof) {
        return MessageDigest.isEqual(of(secret, message, length), proof);
    }

    /** A key may not be empty, and a topology without a secret (tests) has one all the same. */
    private static byte[] key(String secret) {
        return ("vendaval-link:" + secret).getBytes(StandardCharsets.UTF_8);
    }
}
