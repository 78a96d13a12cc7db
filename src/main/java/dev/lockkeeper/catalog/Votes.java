package dev.lockkeeper.catalog;

import dev.lockkeeper.security.User;
import java.util.List;
import java.util.Map;

/**
 * What people have said of a revision, and who they are now.
 *
 * @param approvals for all targets, withdrawn ones too, oldest first
 * @param rejections for all targets, withdrawn ones too, oldest first
 * @param people by id; who is not there has been deleted
 */
public record Votes(List<Approval> approvals, List<Rejection> rejections, Map<Long, User> people) {
    public Votes {
        approvals = List.copyOf(approvals);
        rejections = List.copyOf(rejections);
        people = Map.copyOf(people);
    }
}
