package dev.lockkeeper.catalog;

import dev.lockkeeper.security.Users;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Reads what {@link ApprovalRule} needs. Every place that asks whether something is approved asks here. */
@Component
public class Decisions {

    private final ApprovalStore approvals;
    private final RejectionStore rejections;
    private final Users users;
    private final Policies policies;

    Decisions(ApprovalStore approvals, RejectionStore rejections, Users users, Policies policies) {
        this.approvals = approvals;
        this.rejections = rejections;
        this.users = users;
        this.policies = policies;
    }

    public Policy policy(String environment) {
        return policies.of(environment);
    }

    /** Those of several environments, with one question. */
    public Map<String, Policy> policies(Collection<String> environments) {
        return policies.of(environments);
    }

    /** What has been said of several revisions, each as {@code migration/number}; of whom it was said is looked up only with {@link #votes}. */
    public List<Said> said(Collection<String> revisions) {
        return approvals.said(revisions);
    }

    public Votes votes(String migration, int revision) {
        List<Approval> given = approvals.of(migration, revision);
        Set<Long> people = given.stream().map(Approval::approverId).collect(Collectors.toSet());
        return new Votes(given, rejections.of(migration, revision), users.known(people));
    }
}
