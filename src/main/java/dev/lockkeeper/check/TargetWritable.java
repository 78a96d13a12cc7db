package dev.lockkeeper.check;

import dev.lockkeeper.target.Probe;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Whether writes are taken: not a standby, not read only. */
@Component
@Order(30)
class TargetWritable implements Check {

    @Override
    public String id() {
        return "target-writable";
    }

    @Override
    public String title() {
        return "The target is a primary that takes writes";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Finding ask(Launch launch) {
        Probe probe = launch.probed();
        if (!probe.reachable()) {
            return unknown(launch, said(probe), "Probe the target again.");
        }
        if (probe.error() != null) {
            return fail(launch, probe.error(), probe.advice() == null ? "" : probe.advice());
        }
        return probe.writable()
                ? pass(launch, "A primary; transactions may write.")
                : fail(launch, launch.target().name() + " takes no writes.", "Register the address of the primary.");
    }

    private static String said(Probe probe) {
        return probe.error() == null ? "The target did not say." : probe.error();
    }
}
