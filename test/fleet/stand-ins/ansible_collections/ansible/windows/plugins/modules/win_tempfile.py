#!/usr/bin/python
# Stands in for ansible.windows.win_tempfile where there is no Windows.
import tempfile

from ansible.module_utils.basic import AnsibleModule


def main():
    module = AnsibleModule(dict(state=dict(type='str', choices=['directory', 'file'], default='file')))
    module.exit_json(changed=True, path=tempfile.mkdtemp(prefix='ansible.'))


if __name__ == '__main__':
    main()
