import type { EditorProps } from '../kind';
import { OptionList } from '../parts/OptionList';

export function ChoicesEditor({ seat, id, presses, showKeys, active }: EditorProps<'choices'>) {
  return (
    <OptionList
      question={seat.question}
      as="checkbox"
      name={id}
      active={active}
      isOn={(option) => seat.answer?.includes(option) ?? false}
      presses={presses}
      showKeys={showKeys}
    />
  );
}
