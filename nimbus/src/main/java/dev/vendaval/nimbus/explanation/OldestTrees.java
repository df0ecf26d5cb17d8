package dev.vendaval.nimbus.explanation;

import dev.vendaval.protocol.report.BoltInsight;
import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.OldestTree;
import dev.vendaval.protocol.report.SpoutInsight;
import dev.vendaval.protocol.report.TopologyExplanation.Holder;
import dev.vendaval.protocol.report.TopologyExplanation.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the oldest pending tree. Certain is what a bolt says to have executed and neither acked nor failed; the rest
 * is who has any tuples, or sits in a call, among those in workers that the tree may have reached.
 */
final class OldestTrees {
    private static final int MOST_HOLDERS = 10;

    private final Facts facts;

    OldestTrees(Facts facts) {
        this.facts = facts;
    }

    /** The oldest of all spout tasks; null if none is known to be pending. */
    @Nullable
    Tree oldest() {
        record Found(ExecutorFacts executor, SpoutInsight spout) {}
        return facts.executors().stream()
                .flatMap(executor -> spouts(executor).map(spout -> new Found(executor, spout)))
                .filter(found -> found.spout().oldest().isPresent())
                .max(Comparator.comparingLong(found -> found.spout().oldest().ageMs()))
                .map(found -> tree(found.executor(), found.spout()))
                .orElse(null);
    }

    private static Stream<SpoutInsight> spouts(ExecutorFacts executor) {
        ExecutorInsight insight = executor.insight();
        return insight == null ? Stream.empty() : insight.spouts().stream();
    }

    private Tree tree(ExecutorFacts executor, SpoutInsight spout) {
        OldestTree oldest = spout.oldest();
        return new Tree(
                executor.component(),
                spout.task(),
                Long.toHexString(oldest.root()),
                oldest.ageMs(),
                holders(oldest, executor));
    }

    /** How old it is and who holds it, to go on a sentence with; empty if there is none. */
    String oldestOf(OldestTree oldest, ExecutorFacts spout) {
        if (!oldest.isPresent()) {
            return "";
        }
        String age = "; the oldest has been pending for " + Words.time(oldest.ageMs());
        List<Holder> holders = holders(oldest, spout);
        if (holders.isEmpty()) {
            return age;
        }
        Holder first = holders.get(0);
        String where = first.tasks().size() == 1
                ? " task " + first.tasks().get(0)
                : " tasks " + first.tasks().get(0) + "-"
                        + first.tasks().get(first.tasks().size() - 1);
        return age + (first.certain() ? ": bolt " : ", maybe with bolt ") + first.component() + where + ", which "
                + first.text();
    }

    private List<Holder> holders(OldestTree oldest, ExecutorFacts spout) {
        List<Holder> certain = facts.executors().stream()
                .filter(executor -> holds(executor, oldest.root()))
                .map(executor -> holder(
                        executor,
                        true,
                        "has executed it and neither acked nor failed it (" + Words.count(executor.unackedTuples())
                                + " in all)"))
                .toList();
        List<Holder> possible = facts.executors().stream()
                .filter(executor -> !executor.spout() && !holds(executor, oldest.root()))
                .filter(executor -> mayHaveReached(oldest, spout, executor))
                .filter(executor -> executor.call() != null || waiting(executor) > 0 || isSilent(executor))
                .sorted(Comparator.<ExecutorFacts>comparingInt(executor -> executor.call() != null ? 0 : 1)
                        .thenComparing(
                                Comparator.comparingLong(OldestTrees::waiting).reversed()))
                .map(executor -> holder(executor, false, possibly(executor)))
                .toList();
        List<Holder> all = new ArrayList<>(certain);
        all.addAll(possible);
        return all.size() <= MOST_HOLDERS ? all : all.subList(0, MOST_HOLDERS);
    }

    private static long waiting(ExecutorFacts executor) {
        return executor.inboxTuples() + executor.outboxTuples();
    }

    private static boolean holds(ExecutorFacts executor, long root) {
        ExecutorInsight insight = executor.insight();
        return insight != null
                && insight.bolts().stream().map(BoltInsight::oldestRoots).anyMatch(roots -> roots.contains(root));
    }

    /** A tree knows the other workers it may have reached; it may be anywhere in the spout's own. */
    private static boolean mayHaveReached(OldestTree oldest, ExecutorFacts spout, ExecutorFacts executor) {
        WorkerFacts worker = executor.worker();
        return worker != null && (worker.equals(spout.worker()) || (worker.touchBit() & oldest.touchBits()) != 0);
    }

    private static boolean isSilent(ExecutorFacts executor) {
        WorkerFacts worker = executor.worker();
        return worker != null && worker.condition() == WorkerFacts.Condition.SILENT;
    }

    private static String possibly(ExecutorFacts executor) {
        WorkerFacts worker = executor.worker();
        if (worker != null && isSilent(executor)) {
            return "is in worker " + worker.address() + ", which " + worker.trouble();
        }
        String has = "has " + Words.count(executor.inboxTuples()) + " waiting and " + executor.outboxTuples()
                + " to hand on";
        return executor.call() == null ? has : "is in a call: " + Words.call(executor.call());
    }

    private static Holder holder(ExecutorFacts executor, boolean certain, String text) {
        return new Holder(executor.component(), executor.tasks(), executor.host(), executor.port(), certain, text);
    }
}
