package dev.vendaval.cli.run;

import dev.vendaval.api.SubmitException;
import dev.vendaval.cli.console.CommandFailure;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The word that stands where the class belongs, and what follows it: often something else was meant. */
final class ClassWord {
    private static final String FLUX = "--flux";
    private static final Set<String> WITH_FILE = Set.of(FLUX, "--filter");
    private static final Set<String> OF_FLUX = Set.of("--filter", "--env-filter", "--resource", "--dry-run");

    private ClassWord() {}

    /** Tells what was meant if it is no name of a class. */
    static void check(String word, List<String> following) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            throw refused("'" + word + "' is no class", "a topology file goes with --flux: JAR --flux " + word);
        }
        if (!word.startsWith("-")) {
            return;
        }
        String last = following.isEmpty() ? word : following.get(following.size() - 1);
        if (WITH_FILE.contains(last)) {
            throw refused(last + " needs its FILE", "JAR " + last + " " + example(last));
        }
        String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        if (OF_FLUX.contains(option)) {
            throw refused(
                    option + " needs --flux FILE", "a topology file goes with it: JAR --flux topology.yaml " + word);
        }
        throw CommandFailure.usage(
                "'" + word + "' stands where the class belongs; options go before JAR, those after CLASS are main's");
    }

    private static String example(String option) {
        return option.equals(FLUX) ? "topology.yaml" : "production.properties";
    }

    private static CommandFailure refused(String message, String hint) {
        return CommandFailure.of(SubmitException.Code.USAGE, message, hint);
    }
}
