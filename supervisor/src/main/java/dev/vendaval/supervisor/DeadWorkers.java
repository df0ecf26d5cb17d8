package dev.vendaval.supervisor;

import dev.vendaval.protocol.report.SlotNotice;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.wire.RetiredWire;
import dev.vendaval.protocol.wire.WireFormatException;
import dev.vendaval.supervisor.disk.RetiredFiles;
import dev.vendaval.supervisor.worker.Obituaries;
import dev.vendaval.supervisor.worker.Reports;
import dev.vendaval.supervisor.worker.RetiredReports;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of workers that have died: what they had counted and how they ended. On disk after each death, so
 * that a supervisor that comes later has it, too. Owned by the supervisor's owner thread.
 */
final class DeadWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(DeadWorkers.class);

    private final RetiredFiles files;
    private final RetiredReports retired = new RetiredReports();
    private final Obituaries obituaries = new Obituaries();

    /** The sentence that a slot itself still shows of its last death, by port. */
    private final Map<Integer, String> told = new HashMap<>();

    private final Set<String> onDisk = new TreeSet<>();

    /** With what an earlier supervisor has left in those files. */
    DeadWorkers(RetiredFiles files) {
        this.files = files;
        files.readAll().forEach(this::load);
    }

    private void load(String topologyId, byte[] content) {
        onDisk.add(topologyId);
        try {
            RetiredWire.Retired kept = RetiredWire.retired(content);
            kept.reports().forEach(retired::restore);
            kept.notices().forEach(obituaries::add);
        } catch (WireFormatException e) {
            RetiredFiles.damaged(files.file(topologyId), String.valueOf(e.getMessage()));
        }
    }

    /** The last report of a worker that has died. */
    void add(WorkerReport last) {
        retired.add(last);
        save(last.topologyId());
    }

    /** A report that arrived after the death of its worker was noticed. */
    void late(WorkerReport report) {
        if (retired.late(report)) {
            save(report.topologyId());
        }
    }

    /**
     * A worker has ended that nobody had told to.
     *
     * @param slotNotice what its slot says of it at the moment
     * @param more to be added to that
     */
    void ended(String topologyId, int port, Instant when, String slotNotice, String more) {
        told.put(port, slotNotice);
        obituaries.add(new SlotNotice(
                topologyId,
                port,
                Reports.bounded("at " + when.truncatedTo(ChronoUnit.SECONDS) + ": " + slotNotice) + more));
        save(topologyId);
    }

    /** Whether a slot's own notice is about a death that is among {@link #notices}. */
    boolean hasTold(int port, String slotNotice) {
        return slotNotice.equals(told.get(port));
    }

    private void save(String topologyId) {
        List<WorkerReport> reports = retired.all().stream()
                .filter(report -> report.topologyId().equals(topologyId))
                .toList();
        List<SlotNotice> notices = obituaries.all().stream()
                .filter(notice -> notice.topologyId().equals(topologyId))
                .toList();
        try {
            files.write(topologyId, RetiredWire.bytes(new RetiredWire.Retired(reports, notices)));
            onDisk.add(topologyId);
        } catch (IOException e) {
            LOG.warn(
                    "what dead workers of {} had counted cannot be kept on disk: {}; if this supervisor ends, it is lost",
                    topologyId,
                    e.toString());
        }
    }

    /** Forgets the topologies that are not among these. */
    void keepOnly(Set<String> liveTopologyIds) {
        retired.keepOnly(liveTopologyIds);
        obituaries.keepOnly(liveTopologyIds);
        for (String gone : List.copyOf(onDisk)) {
            if (!liveTopologyIds.contains(gone)) {
                remove(gone);
            }
        }
    }

    private void remove(String topologyId) {
        try {
            files.remove(topologyId);
            onDisk.remove(topologyId);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed: {}", files.file(topologyId), e.toString());
        }
    }

    List<WorkerReport> retired() {
        return retired.all();
    }

    List<SlotNotice> notices() {
        return obituaries.all();
    }
}
