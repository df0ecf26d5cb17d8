package dev.vendaval.supervisor.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whether a process is the one that was noted, and whether it is gone for certain. */
class ProcessBirthTest {
    private static final long SELF = ProcessHandle.current().pid();

    @Test
    void aLivingProcessIsKnownByItsBirthAndAnotherBirthIsAnotherProcess() {
        String birth = ProcessBirth.of(SELF).orElseThrow();
        assertThat(ProcessBirth.isGone(SELF, birth)).isFalse();
        assertThat(ProcessBirth.isGone(SELF, birth + "0")).isTrue();
        assertThat(ProcessBirth.of(SELF)).contains(birth);
    }

    @Test
    void aProcessThatHasEndedIsGone() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        String birth = ProcessBirth.of(process.pid()).orElseThrow();
        assertThat(ProcessBirth.isGone(process.pid(), birth)).isFalse();

        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessBirth.isGone(process.pid(), birth)).isTrue();
    }
}
