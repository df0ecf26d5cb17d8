package dev.vendaval.protocol.zookeeper;

import dev.vendaval.protocol.state.NimbusRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Where everything is in ZooKeeper:
 *
 * <pre>
 * root/leader-epoch            number and holder of the newest leadership; its data version is the number
 * root/election/...            candidates, ephemeral, made by Curator's latch
 * root/nimbus/host:port        a Nimbus that is there, ephemeral
 * root/supervisors/id          a supervisor that is there, ephemeral
 * root/drained/id              a supervisor that no worker is to be on, with its host
 * root/names/name              the topology that has the name
 * root/topologies/id/definition, state, assignment
 * </pre>
 */
record ZooKeeperPaths(String root) {
    private static final String PLAIN = "-_:";

    String leaderEpoch() {
        return root + "/leader-epoch";
    }

    String election() {
        return root + "/election";
    }

    String nimbuses() {
        return root + "/nimbus";
    }

    String nimbus(NimbusRecord nimbus) {
        return nimbuses() + "/" + escaped(nimbus.host() + ":" + nimbus.port());
    }

    String supervisors() {
        return root + "/supervisors";
    }

    String supervisor(String id) {
        return supervisors() + "/" + escaped(id);
    }

    String drained() {
        return root + "/drained";
    }

    String drained(String supervisorId) {
        return drained() + "/" + escaped(supervisorId);
    }

    String names() {
        return root + "/names";
    }

    String name(String name) {
        return names() + "/" + escaped(name);
    }

    String topologies() {
        return root + "/topologies";
    }

    String topology(String id) {
        return topologies() + "/" + escaped(id);
    }

    String definition(String id) {
        return topology(id) + "/definition";
    }

    String state(String id) {
        return topology(id) + "/state";
    }

    String assignment(String id) {
        return topology(id) + "/assignment";
    }

    /** Letters, digits and a few signs stay; every other byte of the UTF-8 form becomes percent and two hex digits. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (octet & 0xFF);
            boolean plain = letter < 128 && (Character.isLetterOrDigit(letter) || PLAIN.indexOf(letter) >= 0);
            if (plain) {
                escaped.append(letter);
            } else {
                escaped.append('%').append(HexFormat.of().toHexDigits(octet));
            }
        }
        return escaped.toString();
    }

    static String unescaped(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(escaped, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(escaped.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
