package dev.vendaval.worker.host;

import dev.vendaval.worker.plan.StreamPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One number for all that frames name by number: streams with their fields, and the tasks of the submit. Executors are
 * named by their tasks; which there are may change, and so may tasks become more.
 */
final class WireSchema {
    private WireSchema() {}

    static long hash(TopologyPlan plan) {
        StringBuilder layout = new StringBuilder();
        for (int index = 0; index < plan.streamCount(); index++) {
            StreamPlan stream = plan.stream(index);
            layout.append(stream.component()).append('/').append(stream.id()).append('/');
            layout.append(stream.fields().toList()).append(stream.direct()).append('\n');
        }
        layout.append(plan.layout().tasksAtSubmit());
        return ByteBuffer.wrap(sha256(layout.toString())).getLong();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM lacks SHA-256", e);
        }
    }
}
