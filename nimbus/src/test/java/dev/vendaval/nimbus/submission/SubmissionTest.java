package dev.vendaval.nimbus.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SubmissionTest {
    private static final String HASH = "0".repeat(64);

    @Test
    @Tag("I8")
    void theTopologysKeysAreAboveNimbussAndThoseAboveTheDefaults() {
        Map<String, Object> ofNimbus = Map.of("topology.workers", 3, "topology.message.timeout", "7s");
        Submission submission = checked(withConfig(Map.of("topology.workers", 5, "my.own.key", "untouched")), ofNimbus);
        TopologySettings settings = TopologySettings.of(submission.config());
        assertThat(settings.workers()).isEqualTo(5);
        assertThat(settings.messageTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.cleanupTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(submission.config()).containsEntry("my.own.key", "untouched");
    }

    @Test
    @Tag("I8")
    void anUnknownKeyIsRefusedWithTheNearestOne() {
        refusedWith(SubmitException.Code.CONFIG, withConfig(Map.of("topology.wokers", 5)))
                .hasMessageContaining("topology.wokers")
                .hasMessageContaining("topology.workers");
    }

    @Test
    @Tag("I8")
    void aValueOfTheWrongTypeIsRefused() {
        refusedWith(SubmitException.Code.CONFIG, withConfig(Map.of("topology.message.timeout", 30)))
                .hasMessageContaining("topology.message.timeout");
    }

    @Test
    @Tag("I1")
    void aForbiddenNameIsRefusedThoughTheClientShouldHave() {
        refusedWith(SubmitException.Code.INVALID_TOPOLOGY, Topologies.submit("a.b", 1))
                .hasMessageContaining("a.b");
    }

    @Test
    void anArtifactThatWasNotUploadedIsRefused() {
        SubmitRequest request = new SubmitRequest("s", "words", Map.of(), Topologies.linesAndCount(1, 1), HASH, false);
        refusedWith(SubmitException.Code.INVALID_TOPOLOGY, request).hasMessageContaining(HASH);
    }

    @Test
    void anArtifactThatIsNoHashIsRefused() {
        SubmitRequest request =
                new SubmitRequest("s", "words", Map.of(), Topologies.linesAndCount(1, 1), "../../etc/passwd", false);
        refusedWith(SubmitException.Code.INVALID_TOPOLOGY, request).hasMessageContaining("hash");
    }

    @Test
    void moreTasksThanOneTopologyMayHaveAreRefusedBeforeTheyAreCounted() {
        SubmitRequest request =
                new SubmitRequest("s", "words", Map.of(), Topologies.linesAndCount(Integer.MAX_VALUE, 1), null, false);
        refusedWith(SubmitException.Code.INVALID_TOPOLOGY, request).hasMessageContaining("tasks");
    }

    @Test
    void aSubmitWithoutAnIdIsRefused() {
        SubmitRequest request = new SubmitRequest("", "words", Map.of(), Topologies.linesAndCount(1, 1), null, false);
        refusedWith(SubmitException.Code.INVALID_TOPOLOGY, request).hasMessageContaining("submit id");
    }

    private static SubmitRequest withConfig(Map<String, Object> config) {
        return Topologies.submit("words", "s", config, Topologies.linesAndCount(1, 1), false);
    }

    private static Submission checked(SubmitRequest request, Map<String, Object> nimbusDefaults) {
        return Submission.checked(request, nimbusDefaults, sha256 -> false, warning -> {});
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refusedWith(
            SubmitException.Code code, SubmitRequest request) {
        return assertThatThrownBy(() -> checked(request, Map.of()))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
