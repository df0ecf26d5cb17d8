package dev.vendaval.supervisor;

import dev.vendaval.protocol.topology.TopologyDefinition;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret by which workers of one topology know each other. Every supervisor derives the same one
 * from the definition, so it is exactly as secret as the definition is: who can read the cluster state
 * can make it. A secret of its own comes with authentication.
 */
final class LinkSecret {
    private LinkSecret() {}

    static String of(TopologyDefinition definition) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("vendaval link".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String seed = definition.submitId() + "/" + definition.id();
            return HexFormat.of().formatHex(mac.doFinal(seed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
