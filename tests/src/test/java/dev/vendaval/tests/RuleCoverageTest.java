package dev.vendaval.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every rule that docs/semantics.md calls implemented has a test tagged with its id. */
class RuleCoverageTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern IMPLEMENTED = Pattern.compile("^- \\*\\*([A-Z]\\d+)\\*\\* \\[implemented]");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]\\d+)\"\\)");

    @Test
    void everyImplementedRuleHasATaggedTest() throws IOException {
        Set<String> rules = new TreeSet<>();
        for (String line : Files.readAllLines(REPOSITORY.resolve("docs/semantics.md"))) {
            Matcher rule = IMPLEMENTED.matcher(line);
            if (rule.find()) {
                rules.add(rule.group(1));
            }
        }
        assertThat(rules).as("rules found in docs/semantics.md").hasSizeGreaterThan(20);
        assertThat(taggedRules()).containsAll(rules);
    }

    private static Set<String> taggedRules() throws IOException {
        Set<String> tagged = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(REPOSITORY)) {
            for (Path source : sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> path.toString().contains("src/test/java"))
                    .toList()) {
                Matcher tag = TAG.matcher(Files.readString(source));
                while (tag.find()) {
                    tagged.add(tag.group(1));
                }
            }
        }
        return tagged;
    }
}
