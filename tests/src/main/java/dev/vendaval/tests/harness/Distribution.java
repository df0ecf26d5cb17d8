package dev.vendaval.tests.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    /** The command, to be followed by its arguments. */
    public static List<String> vendaval() {
        return List.of(home().resolve("bin/vendaval").toString());
    }

    /**
     * The same, but its JVM and those it starts, workers' too, have the quick compiler only: one that ends after some seconds
     * spends more time in the other than it saves.
     */
    public static List<String> vendavalForShortLives() {
        List<String> command = new ArrayList<>(List.of("env", "JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1"));
        command.addAll(vendaval());
        return command;
    }
}
