package dev.vendaval.worker.executor;

import dev.vendaval.worker.codec.ByteInput;
import dev.vendaval.worker.codec.CodecException;
import dev.vendaval.worker.codec.ValueCodec;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.TupleBatch;
import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.outbound.AckPath;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.StreamPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import dev.vendaval.worker.tuple.RuntimeTuple;
import dev.vendaval.worker.tuple.TupleSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decodes sections from other workers, on the receiving executor's thread. A tuple that cannot be decoded, or is for a
 * task that is not here, fails alone: its trees fail, it is reported, the rest of the section goes on.
 */
final class SectionReader {
    private final TopologyPlan plan;
    private final ExecutorPlan executor;
    private final ValueCodec codec;
    private final AckPath acks;
    private final ErrorLog errors;
    private final ByteInput in = new ByteInput();
    private final Map<Long, TupleSource> sources = new HashMap<>();

    SectionReader(TopologyPlan plan, ExecutorPlan executor, ValueCodec codec, AckPath acks, ErrorLog errors) {
        this.plan = plan;
        this.executor = executor;
        this.codec = codec;
        this.acks = acks;
        this.errors = errors;
    }

    /** The tuples of a section that can be read. */
    TupleBatch read(DataSection section) {
        TupleBatch batch = new TupleBatch(section.count);
        try {
            TupleSource source = source(section);
            in.reset(section.bytes, section.offset, section.length);
            for (int i = 0; i < section.count; i++) {
                readTuple(source, batch);
            }
        } catch (CodecException | IllegalArgumentException e) {
            report(new IllegalArgumentException("a section is damaged and its rest is lost: " + section, e));
        }
        return batch;
    }

    private TupleSource source(DataSection section) {
        long key = (long) section.senderTask << 32 | section.stream;
        TupleSource known = sources.get(key);
        if (known == null) {
            if (section.stream < 0 || section.stream >= plan.streamCount()) {
                throw new IllegalArgumentException("no stream " + section.stream);
            }
            StreamPlan stream = plan.stream(section.stream);
            known = new TupleSource(stream.component(), section.senderTask, stream.id(), stream.fields());
            sources.put(key, known);
        }
        return known;
    }

    private void readTuple(TupleSource source, TupleBatch batch) {
        int taskIndex = in.getVarInt();
        int end = in.getVarInt();
        end += in.position();
        int roots = in.getVarInt();
        int rootsAt = in.position();
        try {
            RuntimeTuple tuple = withRoots(roots, source, taskIndex);
            batch.add(tuple);
        } catch (CodecException | IllegalArgumentException e) {
            in.position(rootsAt);
            failRoots(roots);
            report(new IllegalArgumentException("a tuple from " + source + " cannot be read; it fails", e));
        }
        in.position(end);
    }

    private RuntimeTuple withRoots(int roots, TupleSource source, int taskIndex) {
        if (taskIndex >= executor.tasks().size()) {
            throw new IllegalArgumentException("executor " + executor + " has no task number " + taskIndex);
        }
        int task = executor.tasks().get(taskIndex);
        if (roots == 0) {
            return new RuntimeTuple(source, values(source), task, 0, 0);
        }
        long root = root();
        long edge = in.getLong();
        long[] more = roots == 1 ? null : new long[(roots - 1) * RuntimeTuple.LONGS_PER_ROOT];
        if (more != null) {
            for (int at = 0; at < more.length; at += RuntimeTuple.LONGS_PER_ROOT) {
                more[at] = root();
                more[at + 1] = in.getLong();
            }
        }
        RuntimeTuple tuple = new RuntimeTuple(source, values(source), task, root, edge);
        tuple.moreRoots = more;
        return tuple;
    }

    private long root() {
        long root = in.getLong();
        if (!acks.isRoot(root)) {
            throw new IllegalArgumentException(root + " is no root");
        }
        return root;
    }

    private List<Object> values(TupleSource source) {
        List<Object> values = codec.read(in);
        if (values.size() != source.fields().size()) {
            throw new IllegalArgumentException(values.size() + " values for fields " + source.fields());
        }
        return values;
    }

    private void failRoots(int roots) {
        for (int i = 0; i < roots; i++) {
            long root = in.getLong();
            if (acks.isRoot(root)) {
                acks.fail(root);
            }
            in.getLong();
        }
    }

    private void report(RuntimeException error) {
        errors.report(executor.component(), executor.firstTask(), error);
    }
}
