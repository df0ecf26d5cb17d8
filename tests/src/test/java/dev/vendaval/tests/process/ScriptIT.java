package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.harness.Distribution;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@code bin/vendaval} gives to the JVM. */
class ScriptIT {
    @Test
    void aFlagOfTheUserCountsMoreThanOurOwn() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(Distribution.home().resolve("bin/vendaval").toString(), "version");
        builder.environment().put("VENDAVAL_OPTS", "-XX:TieredStopAtLevel=3 -XX:+PrintFlagsFinal");
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(process.exitValue()).as(out).isZero();
        assertThat(out).containsPattern(" TieredStopAtLevel +=  *3 ");
    }
}
