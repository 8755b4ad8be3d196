using DocMigrate.Running;

namespace DocMigrate.Document.Passes;

/// <summary>What is left to do of a unit, given what earlier runs did.</summary>
/// <param name="Skip">Nothing.</param>
/// <param name="Resume">Where a pass goes on; null when it starts.</param>
/// <param name="Bound">What a pass undoes, where the opposite direction had not done all; else null.</param>
internal sealed record UnitWork(bool Skip, PassCursor? Resume, PassRange? Bound)
{
    public static UnitWork Of(StepUnit unit, StepMember member)
    {
        var (resume, undo) = (member.Resume, member.Undo);
        if (resume is not null && unit.Position + unit.Count <= resume.Completed)
        {
            return new UnitWork(true, null, null);
        }

        PassRange? bound = null;
        if (undo is not null)
        {
            // The opposite direction went through the operations the other way round: what is last here was first there.
            var operations = member.Step.Operations.Count;
            var (from, to) = (operations - unit.Position - unit.Count, operations - unit.Position);
            if (to > undo.Completed)
            {
                if (from < undo.Completed || to > undo.Completed + undo.InHand || undo.Cursor is null)
                {
                    return new UnitWork(true, null, null);
                }

                // A pass that had come through also did documents that others wrote after it was there: all are looked at.
                var cursor = PassCursor.Parse(undo.Cursor);
                bound = cursor.Sweeping ? null : cursor.Done;
            }
        }

        var going = resume is { InHand: > 0, Cursor: not null } && resume.Completed == unit.Position;
        return new UnitWork(false, going ? PassCursor.Parse(resume!.Cursor!) : null, bound);
    }
}
