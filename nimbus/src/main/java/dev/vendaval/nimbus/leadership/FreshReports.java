package dev.vendaval.nimbus.leadership;

import dev.vendaval.nimbus.liveness.SupervisorTable;
import dev.vendaval.nimbus.statistics.TopologyView;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.SupervisorLinkService.CommandSender;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Questions that wait for what workers do at the moment. Each is answered once all workers of its topology have
 * reported since it was asked, or when its time is over, with what there is then. Owned by the thread {@code nimbus}.
 */
public final class FreshReports {
    /** More than a worker takes that waits for an executor in a call. */
    static final long LIMIT_MS = 3_000;

    /** Further ones are answered at once with what there is. */
    private static final int MOST_WAITING = 64;

    private final List<Question> waiting = new ArrayList<>();

    /**
     * A topology's view that is as fresh as can be.
     *
     * @param reportId its workers were asked with; those that have not answered it had no time to
     */
    public record Fresh(TopologyView view, long reportId) {}

    private record Question(
            String topologyId,
            String name,
            Set<String> supervisors,
            long reportId,
            long endMs,
            CompletableFuture<Fresh> answer) {}

    /** Waits for the workers of a topology, which have been asked with this id. */
    CompletableFuture<Fresh> await(LiveTopology topology, long reportId, long nowMs) {
        CompletableFuture<Fresh> answer = new CompletableFuture<>();
        long endMs = waiting.size() < MOST_WAITING ? nowMs + LIMIT_MS : nowMs;
        waiting.add(new Question(topology.id(), topology.name(), topology.supervisors(), reportId, endMs, answer));
        return answer;
    }

    /** A supervisor has just connected, perhaps after it should have been asked. */
    void connected(String supervisorId, CommandSender conversation) {
        waiting.stream()
                .filter(question -> question.supervisors().contains(supervisorId))
                .mapToLong(Question::reportId)
                .max() // an answer to the latest answers those before
                .ifPresent(conversation::reportNow);
    }

    /**
     * Answers what can be answered; returns when, in monotonic milliseconds, to be called at the latest.
     *
     * @param views by name; may throw what the asker is to be told
     */
    long moveOn(SupervisorTable supervisors, Function<String, TopologyView> views, long nowMs) {
        long due = Long.MAX_VALUE;
        for (Question question : List.copyOf(waiting)) {
            if (nowMs >= question.endMs() || isAnswered(question, supervisors)) {
                waiting.remove(question);
                answer(question, views);
            } else {
                due = Math.min(due, question.endMs());
            }
        }
        return due;
    }

    private static void answer(Question question, Function<String, TopologyView> views) {
        try {
            question.answer().complete(new Fresh(views.apply(question.name()), question.reportId()));
        } catch (RuntimeException e) { // such as that it has been killed meanwhile
            question.answer().completeExceptionally(e);
        }
    }

    private static boolean isAnswered(Question question, SupervisorTable supervisors) {
        return question.supervisors().stream()
                .filter(supervisors.registeredIds()::contains)
                .allMatch(id -> isAnswered(question, supervisors.reports().get(id)));
    }

    /** A worker that is lost has nothing to say; a supervisor that has no worker of it says so by itself. */
    private static boolean isAnswered(Question question, @Nullable SupervisorReport report) {
        return report != null
                && report.workers().stream()
                        .filter(worker -> worker.topologyId().equals(question.topologyId()))
                        .filter(worker -> worker.state() != WorkerState.LOST)
                        .map(WorkerReport::insight)
                        .allMatch(insight -> insight.reportId() >= question.reportId());
    }

    /** The leadership is over. */
    void giveUp(RuntimeException why) {
        waiting.forEach(question -> question.answer().completeExceptionally(why));
        waiting.clear();
    }
}
