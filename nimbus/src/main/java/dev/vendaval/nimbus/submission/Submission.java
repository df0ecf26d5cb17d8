package dev.vendaval.nimbus.submission;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.TopologyNames;
import dev.vendaval.protocol.artifact.ArtifactHash;
import dev.vendaval.protocol.config.ConfigException;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A submit that passed every check which needs no knowledge of other topologies.
 *
 * @param request as received
 * @param config the defaults, Nimbus's topology.* keys and the request's, merged
 */
public record Submission(SubmitRequest request, Map<String, Object> config) {
    /** The most tasks of one topology: each costs Nimbus memory and every report a row. */
    static final int MAX_TASKS = TaskLayout.MOST_TASKS;
    /** The most characters of a submit id. */
    static final int MAX_SUBMIT_ID_LENGTH = 128;

    /**
     * Checks a request again, whatever the client has checked.
     *
     * @param nimbusDefaults the topology.* keys of Nimbus's own configuration, validated
     * @param artifacts says whether an artifact is here
     * @param warnings told of keys that were ignored or taken otherwise than written
     * @throws ServiceException with code INVALID_TOPOLOGY or CONFIG and a message that says what would be right
     */
    public static Submission checked(
            SubmitRequest request,
            Map<String, Object> nimbusDefaults,
            Predicate<String> artifacts,
            Consumer<String> warnings) {
        try {
            TopologyNames.check(request.name());
            checkSubmitId(request);
            Map<String, Object> config = TopologyConfig.merge(
                    TopologyConfig.defaults(), nimbusDefaults, TopologyConfig.validated(request.config(), warnings));
            checkSize(request, TopologySettings.of(config));
            TaskLayout.of(request.topology(), config);
            checkArtifact(request, artifacts);
            return new Submission(request, config);
        } catch (SubmitException e) {
            throw new ServiceException(e.code(), String.valueOf(e.getMessage()), e.hint(), e);
        } catch (ConfigException e) {
            throw new ServiceException(SubmitException.Code.CONFIG, String.valueOf(e.getMessage()), null, e);
        }
    }

    /** The definition under this id. */
    public TopologyDefinition definition(String id, long submittedAtMs) {
        return new TopologyDefinition(
                id, request.name(), request.submitId(), request.artifact(), config, request.topology(), submittedAtMs);
    }

    private static void checkSubmitId(SubmitRequest request) {
        int length = request.submitId().length();
        if (length == 0 || length > MAX_SUBMIT_ID_LENGTH) {
            throw invalid(
                    "the submit id has " + length + " characters",
                    "the client makes one of 1 to " + MAX_SUBMIT_ID_LENGTH + " characters for each submit");
        }
    }

    private static void checkSize(SubmitRequest request, TopologySettings settings) {
        Integer cap = settings.maxTaskParallelism();
        Integer tasksByDefault = settings.tasks();
        long tasks = 0;
        for (ComponentDefinition component : request.topology().components()) {
            int most = Math.max(component.taskCount(), tasksByDefault == null ? 0 : tasksByDefault);
            tasks += cap == null ? most : Math.min(most, cap);
        }
        if (tasks > MAX_TASKS) {
            throw invalid(
                    "the topology has " + tasks + " tasks", "the most that one topology may have is " + MAX_TASKS);
        }
    }

    private static void checkArtifact(SubmitRequest request, Predicate<String> artifacts) {
        String artifact = request.artifact();
        if (artifact == null) {
            return;
        }
        try {
            ArtifactHash.checked(artifact);
        } catch (IllegalArgumentException e) {
            throw new SubmitException(SubmitException.Code.INVALID_TOPOLOGY, String.valueOf(e.getMessage()), null, e);
        }
        if (!artifacts.test(artifact)) {
            throw invalid("the jar " + artifact + " is not here", "upload it before the submit, as vendaval jar does");
        }
    }

    private static SubmitException invalid(String message, String hint) {
        return new SubmitException(SubmitException.Code.INVALID_TOPOLOGY, message, hint);
    }
}
