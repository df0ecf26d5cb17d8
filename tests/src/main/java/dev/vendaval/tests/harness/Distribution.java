package dev.vendaval.tests.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** The unpacked distribution under test, built by the deploy module before these tests run. */
public final class Distribution {
    private Distribution() {}

    public static Path home() {
        Path home = Path.of(property("vendaval.distribution"));
        if (!Files.isExecutable(home.resolve("bin/vendaval"))) {
            throw new IllegalStateException("no distribution at " + home + "; build it with: mvn -DskipTests package");
        }
        return home;
    }

    /** The jar with the topologies of these tests. */
    public static Path testTopologies() {
        return Path.of(property("vendaval.test.topologies"));
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("system property " + name + " is not set; run these tests with mvn verify");
        }
        return value;
    }
}
