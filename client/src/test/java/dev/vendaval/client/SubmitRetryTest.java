package dev.vendaval.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import dev.vendaval.protocol.testing.FakeNimbus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A submit during which the leader dies, and with it what it had. */
@Tag("F4")
class SubmitRetryTest {
    private static final Caller CALLER = new Caller("tester", "localhost", "test");

    @TempDir
    Path directory;

    private final DyingLeaders nimbus = new DyingLeaders();

    private String submit() throws IOException {
        Path jar = Jars.write(directory.resolve("app.jar"));
        SubmitOrder order = new SubmitOrder("words", Map.of(), VendavalClientTest.topology(), jar);
        return new SubmitCall(nimbus, CALLER, "s", new CountDownLatch(1))
                .submit(order, new SubmitOptions(false, false, Duration.ofSeconds(10)), ProgressListener.SILENT);
    }

    @Test
    void aJarThatWentWithTheLeaderIsUploadedAgain() throws IOException {
        nimbus.losesJarsAt = 1;

        assertThat(submit()).isEqualTo("id of s");
        assertThat(nimbus.calls).containsExactly("upload", "submit s", "upload", "submit s");
    }

    @Test
    void anUploadThatBrokeOffIsRepeated() throws IOException {
        nimbus.breaksUploads = 2;

        assertThat(submit()).isEqualTo("id of s");
        assertThat(nimbus.calls).containsExactly("upload", "upload", "upload", "submit s");
    }

    @Test
    void anAnswerThatWasLostIsAskedForWithTheSameId() throws IOException {
        nimbus.losesAnswers = 1;

        assertThat(submit()).isEqualTo("id of s");
        assertThat(nimbus.calls).containsExactly("upload", "submit s", "submit s");
    }

    /** Leaders that die as told, each followed by one that knows nothing of jars. */
    private static final class DyingLeaders extends FakeNimbus {
        private int breaksUploads;
        private int losesJarsAt;
        private int losesAnswers;

        private static ServiceException gone() {
            return new ServiceException(Code.NO_CLUSTER, "no Nimbus leads", null);
        }

        @Override
        public synchronized void uploadArtifact(Caller caller, String sha256, InputStream content) throws IOException {
            calls.add("upload");
            if (breaksUploads-- > 0) {
                throw gone();
            }
            super.uploadArtifact(caller, sha256, content);
        }

        @Override
        public synchronized String submit(Caller caller, SubmitRequest request) {
            calls.add("submit " + request.submitId());
            super.submit(caller, request);
            if (submits.size() == losesJarsAt) {
                artifacts.clear();
            }
            if (!hasArtifact(caller, String.valueOf(request.artifact()))) {
                throw new ServiceException(Code.INVALID_TOPOLOGY, "the jar is not here", null);
            }
            if (losesAnswers-- > 0) {
                throw gone();
            }
            return "id of " + request.submitId();
        }
    }
}
