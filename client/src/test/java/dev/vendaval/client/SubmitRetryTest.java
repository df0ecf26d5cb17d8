package dev.vendaval.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
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
        Path jar = Files.writeString(directory.resolve("app.jar"), "jar");
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
    private static final class DyingLeaders implements NimbusService {
        private final List<String> calls = new ArrayList<>();
        private final Set<String> jars = new HashSet<>();
        private int breaksUploads;
        private int losesJarsAt;
        private int losesAnswers;
        private int submits;

        private static ServiceException gone() {
            return new ServiceException(Code.NO_CLUSTER, "no Nimbus leads", null);
        }

        @Override
        public boolean hasArtifact(Caller caller, String sha256) {
            return jars.contains(sha256);
        }

        @Override
        public void uploadArtifact(Caller caller, String sha256, InputStream content) {
            calls.add("upload");
            if (breaksUploads-- > 0) {
                throw gone();
            }
            jars.add(sha256);
        }

        @Override
        public String submit(Caller caller, SubmitRequest request) {
            calls.add("submit " + request.submitId());
            if (++submits == losesJarsAt) {
                jars.clear();
            }
            if (!jars.contains(String.valueOf(request.artifact()))) {
                throw new ServiceException(Code.INVALID_TOPOLOGY, "the jar is not here", null);
            }
            if (losesAnswers-- > 0) {
                throw gone();
            }
            return "id of " + request.submitId();
        }

        @Override
        public void activate(Caller caller, String name) {
            throw gone();
        }

        @Override
        public void deactivate(Caller caller, String name) {
            throw gone();
        }

        @Override
        public void kill(Caller caller, String name, @Nullable Duration wait) {
            throw gone();
        }

        @Override
        public DrainReport drain(Caller caller, String host) {
            throw gone();
        }

        @Override
        public DrainReport undrain(Caller caller, String host) {
            throw gone();
        }

        @Override
        public DrainReport drainProgress(Caller caller, String host) {
            throw gone();
        }

        @Override
        public RebalanceReport rebalance(Caller caller, RebalanceRequest request) {
            throw gone();
        }

        @Override
        public RebalanceReport rebalanceProgress(Caller caller, String name, long version) {
            throw gone();
        }

        @Override
        public List<TopologySummary> list(Caller caller) {
            return List.of();
        }

        @Override
        public ClusterSummary cluster(Caller caller) {
            throw gone();
        }

        @Override
        public TopologyInfo info(Caller caller, String name) {
            throw gone();
        }
    }
}
