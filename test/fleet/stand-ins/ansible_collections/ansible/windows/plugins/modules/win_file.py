#!/usr/bin/python
# Stands in for ansible.windows.win_file where there is no Windows: the same arguments, on this machine.
import os
import shutil

from ansible.module_utils.basic import AnsibleModule


def main():
    module = AnsibleModule(dict(
        path=dict(type='path', required=True),
        state=dict(type='str', choices=['absent', 'directory', 'file', 'touch']),
    ))
    path, state = module.params['path'], module.params['state']
    there = os.path.exists(path)
    if state == 'directory':
        os.makedirs(path, exist_ok=True)
    elif state == 'touch':
        open(path, 'a').close()
        os.utime(path)
    elif state == 'absent' and os.path.isdir(path):
        shutil.rmtree(path)
    elif state == 'absent' and there:
        os.remove(path)
    module.exit_json(changed=state == 'touch' or there == (state == 'absent'))


if __name__ == '__main__':
    main()
